/** What goes wrong on demand: a list of faults per path, and gates that hold a call until the test lets it go. */

/** One fault, for the next `times` calls (1 by default). Without `dropAfterWork` and `cutAnswer` no work is done, except
 * when only `delayMs` is given. */
export type Fault = {
  readonly times?: number;
  /** Answer this errcode instead of working. */
  readonly errcode?: number;
  /** Answer this HTTP status with a short text. */
  readonly status?: number;
  /** Answer an HTML page where JSON is due (with `status`, else 200). */
  readonly html?: true;
  /** Real milliseconds before anything else happens. */
  readonly delayMs?: number;
  /** Cut the connection without having worked. */
  readonly dropBeforeWork?: true;
  /** Do the work, then cut the connection without an answer. */
  readonly dropAfterWork?: true;
  /** Do the work, then cut the connection in the middle of the answer. */
  readonly cutAnswer?: true;
};

/** A gate across one call. `reached` resolves when the call stands before it. */
export type Hold = {
  readonly reached: Promise<void>;
  /** Lets the call go on. */
  release(): void;
  /** Cuts the call's connection; held before its work, the work is never done. */
  abandon(): void;
};

type When = 'before-work' | 'after-work';
type Gate = {
  readonly path: string;
  readonly when: When;
  pass(): Promise<'go' | 'cut'>;
  open(way: 'go' | 'cut'): void;
};

export type FaultBook = {
  fail(path: string, fault: Fault): void;
  hold(path: string, when: When): Hold;
  clear(): void;
  take(path: string): Fault | undefined;
  gate(path: string, when: When): Promise<'go' | 'cut'>;
};

/** `/cgi-bin/kf/send_msg` and `kf/send_msg` are the same path. */
export const plainPath = (path: string): string => path.replace(/^\/?(cgi-bin\/)?/, '');

export function newFaultBook(): FaultBook {
  const faults: { readonly path: string; readonly fault: Fault; left: number }[] = [];
  const waiting: Gate[] = [];
  const passing = new Set<Gate>();

  return {
    fail: (path, fault) => void faults.push({ path: plainPath(path), fault, left: fault.times ?? 1 }),
    hold(path, when) {
      const { gate, hold } = newGate(plainPath(path), when);
      waiting.push(gate);
      return hold;
    },
    clear() {
      faults.length = 0;
      for (const gate of [...waiting.splice(0), ...passing]) gate.open('go');
    },
    take(path) {
      const found = faults.find((each) => meant(path)(each) && each.left > 0);
      if (found !== undefined) found.left -= 1;
      return found?.fault;
    },
    async gate(path, when) {
      const at = waiting.findIndex((gate) => gate.when === when && meant(path)(gate));
      const [gate] = at === -1 ? [] : waiting.splice(at, 1);
      if (gate === undefined) return 'go';
      passing.add(gate);
      const way = await gate.pass();
      passing.delete(gate);
      return way;
    },
  };
}

const meant =
  (path: string) =>
  (each: { readonly path: string }): boolean =>
    each.path === '*' || each.path === path;

function newGate(path: string, when: When): { readonly gate: Gate; readonly hold: Hold } {
  const reached = deferred<void>();
  const opened = deferred<'go' | 'cut'>();
  const pass = (): Promise<'go' | 'cut'> => {
    reached.resolve();
    return opened.promise;
  };
  const hold = {
    reached: reached.promise,
    release: () => opened.resolve('go'),
    abandon: () => opened.resolve('cut'),
  };
  return { gate: { path, when, pass, open: opened.resolve }, hold };
}

type Deferred<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void };

function deferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
