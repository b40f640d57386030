const stageErrorCodes = [
  'BAD_INPUT',
  'CLUSTER_UNREACHABLE',
  'UNAUTHENTICATED',
  'NO_CLUSTERS',
  'STORE_FAILED',
  'ALREADY_EXISTS',
  'ARTIFACT_MISSING',
  'ARTIFACT_INVALID',
  'MESSAGE_FAILED',
] as const;

type StageErrorCode = (typeof stageErrorCodes)[number];

type StageErrorDetail = {
  /** What the reader can do about it: one imperative sentence. */
  readonly remedy: string;
  readonly cause?: unknown;
  /** Everything that is wrong, one line each, where it is more than the message can say. */
  readonly faults?: readonly string[];
};

/**
 * A stage cannot do its work. The message says what happened and where;
 * the remedy says what to do. Anything a stage can go on without is a gap instead.
 */
export class StageError extends Error {
  override readonly name = 'StageError';
  readonly code: StageErrorCode;
  readonly remedy: string;
  /** The message without the faults, which are lines of their own in it. */
  readonly summary: string;
  readonly faults: readonly string[];

  constructor(code: StageErrorCode, summary: string, detail: StageErrorDetail) {
    const { remedy, cause, faults = [] } = detail;
    super([summary, ...faults].join('\n'), cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.summary = summary;
    this.faults = faults;
  }
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.replace(/\s+/g, ' ').trim();
}
