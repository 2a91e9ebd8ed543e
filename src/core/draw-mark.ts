/** How a visit came to be chosen 抽中, or not; `by:` a member of staff, who said so. 说明 puts it into words. */
export type DrawMark =
  /** The blocks drew its place, or did not. */
  | 'place'
  | 'certain'
  /** It must be visited, as was known only after its place was not drawn. */
  | 'became-certain'
  | 'list'
  | 'day'
  /** In the top-up at the period's close. */
  | 'close'
  /** Its day, or its list, had room for more. */
  | 'late'
  | 'replacement'
  | `by:${string}`;
