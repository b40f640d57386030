/** A request as S3 sees it once its body is here. */
export type S3Request = {
  readonly method: string;
  /** The path as it was sent, still percent-encoded: it is part of what was signed. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-case names, one value each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type S3Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export const empty: Buffer = Buffer.alloc(0);

/** What S3 answers when it refuses; the code is what clients branch on. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    [status, code]: readonly [number, string],
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What this server does not do it says, so that no test passes because a request was ignored. */
export function notImplemented(what: string): S3Error {
  return new S3Error([501, 'NotImplemented'], `This server does not implement ${what}.`);
}
