/** A message in the forms that every tracker can show. Text is that of people and servers: a writer of a format escapes it. */
export type MessageBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** What a machine looks for again; letters, digits and hyphens. */
  | { readonly kind: 'marker'; readonly text: string };
