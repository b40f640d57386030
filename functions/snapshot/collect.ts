import type { ClusterRef } from '../model/cluster.ts';
import { isAbsence } from '../model/gaps.ts';
import type { PodSpec } from '../model/pod-spec.ts';
import {
  type AwsReadId,
  awsReads,
  type KubernetesRead,
  type KubernetesReadId,
  kubernetesReads,
  type ReadId,
} from '../model/reads.ts';
import type { Gap, ReadRecord } from '../model/snapshot.ts';
import {
  type AskedOfAws,
  type Clock,
  type ClusterReader,
  type ListRecord,
  type PageSink,
  ReadFailure,
} from '../model/world.ts';
import { askedOfAws } from './asked-of-aws.ts';
import type { Shelf } from './shelf.ts';
import { emptyShelves, itemsOf, type Shelves } from './shelves.ts';

export type Collected = {
  readonly shelves: Shelves;
  readonly reads: readonly ReadRecord[];
  readonly gaps: readonly Gap[];
};

type Ledger = { readonly reads: ReadRecord[]; readonly gaps: Gap[] };

/**
 * Makes every read, one after the other so that a control plane sees one request at a time.
 * A read that fails is a gap, and the next one is made. AWS comes last: what it is asked about
 * depends on what Kubernetes answered.
 */
export async function collect(
  reader: ClusterReader,
  clock: Clock,
  cluster: ClusterRef,
): Promise<Collected> {
  const ledger: Ledger = { reads: [], gaps: [] };
  const shelves = emptyShelves();
  for (const read of kubernetesReads) {
    await collectKind({ reader, clock, ledger }, read, shelves.of(read.id));
  }
  const asked = askedOfAws(podSpecsIn(shelves), cluster);
  for (const { id } of awsReads) {
    await collectAnswers({ reader, clock, ledger }, { id, asked }, shelves.of(id));
  }
  return { shelves, ...ledger };
}

function podSpecsIn({ single, families }: Shelves): readonly PodSpec[] {
  return [
    ...single.pods.items.map(({ spec }) => spec),
    ...itemsOf(families.workloads).map(({ template }) => template.spec),
  ];
}

type Collection = {
  readonly reader: ClusterReader;
  readonly clock: Clock;
  readonly ledger: Ledger;
};

async function collectKind(
  { reader, clock, ledger }: Collection,
  read: KubernetesRead & { readonly id: KubernetesReadId },
  shelf: Shelf<unknown>,
): Promise<void> {
  const startedAt = clock().toISOString();
  let pages = 0;
  const sink = {
    page: (items: readonly unknown[]) => {
      pages += 1;
      shelf.addPage(items);
    },
    restart: () => {
      pages = 0;
      shelf.clear();
    },
  };
  const record = await orGap(ledger, read.id, () => readInstalled({ reader, ledger }, read, sink));
  noteIncomplete(ledger, read.id, record);
  noteRejected(ledger, read.id, shelf);
  ledger.reads.push({
    read: read.id,
    items: shelf.items.length,
    pages,
    resourceVersion: record?.resourceVersion,
    startedAt,
    endedAt: clock().toISOString(),
  });
}

/** A kind whose parent is not installed is not installed either, and need not be asked for. */
async function readInstalled(
  { reader, ledger }: Pick<Collection, 'reader' | 'ledger'>,
  read: KubernetesRead,
  sink: PageSink,
): Promise<ListRecord> {
  const absent = ledger.gaps.find((gap) => gap.read === read.comesWith && isAbsence(gap));
  if (absent === undefined) return reader.readKubernetes(read, sink);
  throw new ReadFailure('notServed', `comes with ${absent.read}, which is not installed`);
}

type AwsQuestion = { readonly id: AwsReadId; readonly asked: AskedOfAws };

async function collectAnswers(
  { reader, clock, ledger }: Collection,
  { id, asked }: AwsQuestion,
  shelf: Shelf<unknown>,
): Promise<void> {
  const startedAt = clock().toISOString();
  const answers = (await orGap(ledger, id, () => reader.readAws(id, asked))) ?? [];
  shelf.addPage(answers);
  noteRejected(ledger, id, shelf);
  const endedAt = clock().toISOString();
  ledger.reads.push({ read: id, items: shelf.items.length, pages: 1, startedAt, endedAt });
}

async function orGap<Answer>(
  { gaps }: Ledger,
  read: ReadId,
  attempt: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    gaps.push({ read, reason: error.reason, detail: error.message });
    return undefined;
  }
}

function noteIncomplete({ gaps }: Ledger, read: ReadId, record: ListRecord | undefined): void {
  if (record?.incomplete !== undefined) gaps.push({ read, ...record.incomplete });
}

function noteRejected({ gaps }: Ledger, read: ReadId, shelf: Shelf<unknown>): void {
  const [first] = shelf.rejected;
  if (first === undefined) return;
  const detail = `${shelf.rejected.length} of ${shelf.given()} objects could not be understood, first ${first}`;
  gaps.push({ read, reason: 'unreadable', detail });
}
