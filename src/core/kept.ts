/** Keys kept before all are forgotten: more than a century of days. */
const MOST = 50_000;

/** A function of few different keys that is asked for very often: what was worked out once is kept. */
export function kept<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size > MOST) known.clear();
      known.set(key, (value = work(key)));
    }
    return value;
  };
}
