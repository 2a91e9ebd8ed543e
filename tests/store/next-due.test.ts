import { describe, expect, it } from 'vitest';
import { nextDue } from '../../src/store/due.js';
import { claimInbox, LEASE_MS } from '../../src/store/inbox.js';
import { insertVisit } from '../../src/store/visits.js';
import { BOX } from '../helpers/box.js';
import { after, NEW_VISIT, NOW, takeIn, useDatabase } from '../helpers/store.js';

describe('what is due next', () => {
  const test = useDatabase();

  it('is nothing where no row waits, else the soonest of all queues', async () => {
    expect(await nextDue(test.db.read)).toBeNull();
    await test.db.write((tx) => insertVisit(tx, { ...NEW_VISIT, nextAt: after(60_000) }, NOW));
    expect(await nextDue(test.db.read)).toBe(after(60_000));
    const entry = { key: 'm1', source: 'kf-message', person: 'kf:wmLi', body: BOX.seal('{}') } as const;
    await takeIn(test.db, [{ ...entry, receivedAt: NOW }]);
    expect(await nextDue(test.db.read)).toBe(NOW);
  });

  it('is the end of a claim that was left lying', async () => {
    const entry = { key: 'm1', source: 'kf-message', person: 'kf:wmLi', body: BOX.seal('{}') } as const;
    await takeIn(test.db, [{ ...entry, receivedAt: NOW }]);
    await claimInbox(test.db, NOW, 'one', 1);
    expect(await nextDue(test.db.read)).toBe(after(LEASE_MS));
  });
});
