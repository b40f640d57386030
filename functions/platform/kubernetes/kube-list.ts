import { setImmediate } from 'node:timers/promises';
import type { KubernetesRead } from '../../model/reads.ts';
import { type ListRecord, type PageSink, ReadFailure } from '../../model/world.ts';
import type { KubeAccess } from './kube-access.ts';
import { type ListPage, listPage, tokenAfterExpiry } from './kube-answer.ts';
import { kubeGet, refusal } from './kube-get.ts';
import { kubePath } from './kube-path.ts';

/**
 * Reads a kind page by page, so that memory follows the page and not the cluster. The next page
 * is on its way while the sink works on this one. Throws a ReadFailure; pages given stay given.
 */
export async function readList(
  access: KubeAccess,
  read: KubernetesRead,
  sink: PageSink,
): Promise<ListRecord> {
  const progress: Progress = { pages: 0, expiries: 0, resourceVersion: undefined };
  try {
    return await readPages({ access, read, sink }, progress);
  } catch (error) {
    if (!(error instanceof ReadFailure) || progress.pages === 0) throw error;
    const detail = `${error.message} (after ${counted(progress.pages, 'page')})`;
    throw new ReadFailure(error.reason, detail, { cause: error });
  }
}

type List = {
  readonly access: KubeAccess;
  readonly read: KubernetesRead;
  readonly sink: PageSink;
};

type Progress = { pages: number; expiries: number; resourceVersion: string | undefined };

async function readPages(list: List, progress: Progress): Promise<ListRecord> {
  let next = startPage(list, undefined);
  for (;;) {
    const answer = await next;
    if ('expired' in answer) {
      next = startPage(list, afterExpiry(answer, list, progress));
      continue;
    }
    progress.pages += 1;
    if (progress.pages === 1) progress.resourceVersion = answer.resourceVersion;
    const isLast = answer.continueToken === undefined || progress.pages >= list.access.pagesMax;
    if (!isLast) {
      next = startPage(list, answer.continueToken);
      await requestSent();
    }
    list.sink.page(answer.items);
    if (isLast) return recordOf(progress, answer);
  }
}

/**
 * The client looks whether its connection is still good, for one turn of the event loop, before it
 * writes. Two turns, and the request is out before the sink takes the thread.
 */
async function requestSent(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

type Expired = { readonly expired: ReadFailure; readonly continueToken: string | undefined };

/** Asks for a page without waiting for it. */
function startPage(list: List, token: string | undefined): Promise<ListPage | Expired> {
  const page = getPage(list, token);
  // A failure is thrown where the page is awaited, which may be after it has happened.
  page.catch(() => undefined);
  return page;
}

async function getPage(
  { access, read }: List,
  token: string | undefined,
): Promise<ListPage | Expired> {
  // No resourceVersion: with resourceVersion=0 the API server ignores the limit.
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (token !== undefined) query.set('continue', token);
  const path = `${kubePath(read)}?${query}`;
  const response = await kubeGet(access, { path, accept: 'application/json' });
  if (response.status === 410) {
    return { expired: refusal(response), continueToken: tokenAfterExpiry(response) };
  }
  if (response.status !== 200) throw refusal(response);
  return listPage(response, read);
}

/** The first time the list begins again; from then on it goes on without being one whole. */
function afterExpiry(
  { expired, continueToken }: Expired,
  { sink }: List,
  progress: Progress,
): string | undefined {
  progress.expiries += 1;
  if (progress.expiries === 1) {
    progress.pages = 0;
    sink.restart();
    return undefined;
  }
  if (continueToken === undefined || progress.expiries > expiriesMax) throw expired;
  return continueToken;
}

function recordOf(progress: Progress, last: ListPage): ListRecord {
  const { pages, resourceVersion } = progress;
  const record = { pages, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  if (last.continueToken !== undefined) {
    const detail = `there were more than ${counted(pages, 'page')}, and reading stopped there`;
    return { ...record, incomplete: { reason: 'cutOff', detail } };
  }
  if (progress.expiries < 2) return record;
  const detail =
    'the list expired again after it was started over: its later pages show a later state';
  return { ...record, incomplete: { reason: 'expired', detail } };
}

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const pageSize = 500;
const expiriesMax = 5;
