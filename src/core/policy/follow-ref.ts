/** What a duty follows: `p02.15`, the last duty of a clause, `p02.15#2`, its second, or `p06.5#arranged`, one of its deadlines. */

/** The clause, and the item in it; null: its last duty. */
export function followRef(ref: string): readonly [clause: string, item: string | null] {
  const [clause = ref, place] = ref.split('#');
  if (place === undefined) return [clause, null];
  return [clause, /^\d+$/.test(place) ? `duty:${Number(place) - 1}` : `handle:${place}`];
}
