import type { ClusterRef } from './cluster.ts';
import type { EcrRepositoryName } from './ecr-image.ts';
import type { AwsReadId, KubernetesRead } from './reads.ts';
import type { FleetFilter, Unreachable } from './scan.ts';
import type { GapReason, SnapshotSource } from './snapshot.ts';

/** The time now. The only clock a stage may look at. */
export type Clock = () => Date;

/** Where artifacts live. Keys come from `storeKeys`. */
export interface ArtifactStore {
  /** The bytes under a key, or undefined where there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  /**
   * Writes an artifact once. The same bytes again are accepted, so that a stage can be retried;
   * other bytes under a key that exists throw a StageError `ALREADY_EXISTS` and change nothing.
   */
  create(key: string, bytes: Uint8Array): Promise<'created' | 'alreadyThere'>;
  /** A pointer with the tag of its present version, for `movePointer`. */
  readPointer(key: string): Promise<Pointer | undefined>;
  /**
   * Writes a pointer only if it is still at `expectedTag`, or still absent where that is undefined.
   * Of several writers at once exactly one is told `moved`, the others `conflict`.
   */
  movePointer(
    key: string,
    bytes: Uint8Array,
    expectedTag: string | undefined,
  ): Promise<'moved' | 'conflict'>;
}

export type Pointer = { readonly bytes: Uint8Array; readonly tag: string };

/** Where the clusters of a fleet are looked up. */
export interface Fleet {
  discover(filter: FleetFilter): Promise<{
    readonly clusters: readonly ClusterRef[];
    readonly unreachable: readonly Unreachable[];
  }>;
}

/** Opens clusters for reading. */
export interface Clusters {
  /**
   * Proves that the cluster answers and who we are to it.
   * Throws a StageError `CLUSTER_UNREACHABLE` or `UNAUTHENTICATED` with what to do.
   */
  open(cluster: ClusterRef): Promise<ClusterReader>;
}

/** Reads one cluster. Objects come raw, as the source gives them, and are projected by the stage. */
export interface ClusterReader {
  readonly source: SnapshotSource;
  readonly kubernetesVersion: string | undefined;
  /** Reads a kind page by page into the sink. Throws a ReadFailure. */
  readKubernetes(read: KubernetesRead, sink: PageSink): Promise<ListRecord>;
  /** Makes an AWS call, all of its pages, and gives each answer. Throws a ReadFailure. */
  readAws(read: AwsReadId, asked: AskedOfAws): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** What AWS is asked about because the Kubernetes side of the cluster names it. */
export type AskedOfAws = {
  /** In order and once each. Where there are none, there is nothing to ask. */
  readonly ecrRepositories: readonly EcrRepositoryName[];
};

export interface PageSink {
  page(items: readonly unknown[]): void;
  /** The list begins again from its first page: what was given so far is void. */
  restart(): void;
}

export type ListRecord = {
  readonly pages: number;
  readonly resourceVersion?: string;
  /** Set where the list is usable and yet not a consistent whole, in words. */
  readonly incomplete?: { readonly reason: GapReason; readonly detail: string };
};

/** One read failed; the scan goes on, and the snapshot has a gap. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
  readonly reason: GapReason;

  constructor(reason: GapReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}

/** A message for people: Block Kit blocks and the text that stands in for them. */
export type Message = { readonly text: string; readonly blocks: readonly object[] };

/** Delivers a message. Throws a StageError `MESSAGE_FAILED` that never names the address. */
export interface Messenger {
  send(message: Message): Promise<void>;
}

type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line an event; counts and names, never object bodies, tokens or environment values. */
export interface Log {
  info(event: string, fields: LogFields): void;
  warn(event: string, fields: LogFields): void;
}

/** The faces of the report's typeface, as TrueType. */
export type Fonts = {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly mono: Uint8Array;
};

/** The reviewed file of accepted risks. */
export interface ExceptionsFile {
  /** The file as it stands; undefined where none is given. Throws BAD_INPUT if it cannot be read. */
  read(): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;
}

/** Everything outside. Each stage takes only the ports that it uses. */
export type World = {
  readonly clock: Clock;
  readonly store: ArtifactStore;
  readonly fleet: Fleet;
  readonly clusters: Clusters;
  readonly messenger: Messenger;
  readonly exceptions: ExceptionsFile;
  readonly fonts: () => Promise<Fonts>;
  readonly log: Log;
};
