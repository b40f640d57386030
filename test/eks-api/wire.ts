/** A request as the services read it. */
export type Asked = {
  readonly method: string;
  /** Path segments, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** `x-amz-target` of the services that take JSON at `/`. */
  readonly target: string | undefined;
  readonly body: string;
};

export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly errorType?: string;
  readonly body: string;
};

export type Fields = Readonly<Record<string, unknown>>;

export type AwsError = { readonly status: number; readonly type: string; readonly message: string };

/** How a service writes an answer and an error. */
export type Protocol = {
  readonly answer: (body: Fields) => Answer;
  readonly error: (error: AwsError) => Answer;
};

/** Errors of rest-json services have their type in a header and their words in the body. */
export const restJson: Protocol = {
  answer: (body) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(body) }),
  error: ({ status, type, message }) => ({
    status,
    contentType: 'application/json',
    errorType: type,
    body: JSON.stringify({ message }),
  }),
};

/** Errors of AWS JSON 1.1 have their type, with the name of their model, in the body. */
export const json11: Protocol = {
  answer: (body) => ({
    status: 200,
    contentType: 'application/x-amz-json-1.1',
    body: JSON.stringify(body),
  }),
  error: ({ status, type, message }) => ({
    status,
    contentType: 'application/x-amz-json-1.1',
    body: JSON.stringify({ __type: `com.amazonaws.example#${type}`, message }),
  }),
};

/** `nextToken` of a page is the index of the item that the next one begins with. */
export function pageOf(items: readonly unknown[], sizeMax: number, nextToken: unknown) {
  const start = Number(nextToken ?? 0);
  const end = start + sizeMax;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? String(end) : undefined,
  };
}
