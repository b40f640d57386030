import { ReadFailure } from '../../model/world.ts';
import { outOfTime } from '../kubernetes/kube-access.ts';
import { awsFailureKind, awsReadFailure } from './aws-failure.ts';
import { type CallOptions, withinDeadline } from './within-deadline.ts';

/** What a call is named by in a gap, and the end of all work on the cluster. */
export type Call = { readonly action: string; readonly deadline: AbortSignal };

type Page<Item> = {
  readonly items: readonly Item[] | undefined;
  readonly nextToken: string | undefined;
};

/** One answer. Throws a ReadFailure. */
export async function answerTo<Answer>(
  { action, deadline }: Call,
  send: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await withinDeadline(deadline, send);
  } catch (error) {
    throw deadline.aborted ? outOfTimeAt(action) : awsReadFailure(action, error);
  }
}

/** The items of all pages. Throws a ReadFailure, also where there are too many pages. */
export async function allPages<Item>(
  { action, deadline }: Call,
  getPage: (nextToken: string | undefined, options: CallOptions) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await withinDeadline(deadline, (options) => getPage(nextToken, options)).catch(
      (error: unknown) => {
        throw deadline.aborted
          ? outOfTimeAt(action, `after ${pages} page${pages === 1 ? '' : 's'}`)
          : awsReadFailure(action, error);
      },
    );
    items.push(...(page.items ?? []));
    if (!page.nextToken) return items;
    nextToken = page.nextToken;
  }
  throw new ReadFailure('cutOff', `${action}: there were more than ${pagesMax} pages`);
}

/** What the names are of, in the plural. */
type Names = { readonly of: string; readonly names: readonly string[] };

/**
 * What one call, or one list, gives for each name, one after the other. What was deleted since it was
 * listed is left out. Throws a ReadFailure.
 */
export async function answerToEach<Answer>(
  { action, deadline }: Call,
  { of, names }: Names,
  get: (name: string) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const [done, name] of names.entries()) {
    try {
      answers.push(await get(name));
    } catch (error) {
      if (deadline.aborted) throw outOfTimeAt(action, `after ${done} of ${names.length} ${of}`);
      if (!saysNotFound(error)) throw error;
    }
  }
  return answers;
}

/** Whether a ReadFailure came of an answer that there is no such thing. */
export function saysNotFound(failure: unknown): boolean {
  return awsFailureKind(causeOf(failure)) === 'notFound';
}

export const causeOf = (error: unknown): unknown =>
  error instanceof ReadFailure ? error.cause : undefined;

/** Asks once, and gives the same answer, or the same failure, to all who need it. */
export function askedOnce<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

function outOfTimeAt(action: string, progress?: string): ReadFailure {
  const end = progress === undefined ? '' : ` (${progress})`;
  return new ReadFailure('timeout', `${action}: ${outOfTime}${end}`);
}

const pagesMax = 50;
