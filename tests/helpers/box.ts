/** The key that tests seal with. */
import { openBox, type Box } from '../../src/store/box.js';

export const BOX: Box = openBox(Buffer.alloc(32, 7));
