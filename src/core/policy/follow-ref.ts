/** What a duty follows: `p02.15`, the last duty of a clause, or `p02.15#2`, its second. */

/** The clause, and the place of the duty in it; null: its last. */
export function followRef(ref: string): readonly [clause: string, index: number | null] {
  const [clause = ref, nth] = ref.split('#');
  return [clause, nth === undefined ? null : Number(nth) - 1];
}
