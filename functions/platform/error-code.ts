/** The code of an error, as Node gives it; aborts and AWS errors carry theirs in the name. */
export function errorCode(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  if ('name' in thrown && typeof thrown.name === 'string') return thrown.name;
  return '';
}
