import { hasNoPorts } from '../../functions/assess/reach/algebra/port-set.ts';
import type {
  FutureConnection,
  FuturePeer,
  FuturePeers,
} from '../../functions/assess/reach/future/future-peers.ts';
import {
  allowedText,
  connectionText,
  isTold,
  undefinedText,
} from '../../functions/assess/reach/lines/connection-line.ts';
import { peerText } from '../../functions/assess/reach/lines/line-peer.ts';
import { serviceAccountKey } from '../../functions/assess/reach/policies/policy.ts';

/** So many workloads are named in one line for people; data names all of them. */
const namedMax = 20;

/** What pods that could be made would reach, in words. */
export function futureLines({ peers, leftOut }: FuturePeers): readonly string[] {
  const told = peers.flatMap(peerLines);
  const more = leftOut === 0 ? [] : [`  and ${leftOut} more`];
  return [
    'PODS THAT COULD BE MADE, with these labels and no others',
    ...(told.length === 0 ? ['  none'] : told),
    ...more,
  ];
}

function peerLines(peer: FuturePeer): readonly string[] {
  return [
    `  ${whoText(peer)}`,
    ...byConnection(peer.reaches).map((group) => groupText('reach', group)),
    ...byConnection(peer.reachedBy).map((group) => groupText('be reached', group)),
  ];
}

function groupText(verb: string, { text, first: { connection }, workloads }: Group): string {
  const isOpen = hasNoPorts(connection.allowed);
  const what = isOpen
    ? `would perhaps ${verb}, by ${undefinedText(connection) ?? 'none'}`
    : `would ${verb}, by ${text}`;
  return `    ${what}: ${namesText(workloads)}`;
}

function namesText(names: readonly string[]): string {
  const rest = names.length - namedMax;
  return [...names.slice(0, namedMax), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

function whoText({ namespace, namespaceLabels, labels }: FuturePeer): string {
  const pod =
    Object.keys(labels).length === 0
      ? 'a pod without labels'
      : `any pod with ${labelsText(labels)}`;
  if (namespace !== undefined) return `${pod} in namespace ${namespace}`;
  const isPlain = Object.keys(namespaceLabels).length === 0;
  return `${pod} in a new namespace${isPlain ? '' : ` with ${labelsText(namespaceLabels)}`}`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) =>
      key === serviceAccountKey ? `service account ${value}` : `${key}=${value}`,
    )
    .join(',');
}

type Group = {
  readonly text: string;
  readonly first: FutureConnection;
  readonly workloads: readonly string[];
};

function byConnection(connections: readonly FutureConnection[]): readonly Group[] {
  const told = connections.filter(({ connection }) => isTold(connection));
  const groups = Map.groupBy(told, ({ connection }) => connectionText(connection));
  return [...groups].flatMap(([text, same]) => {
    const names = same.flatMap(({ pods }) =>
      pods.map(({ namespace, owner: { kind, name } }) => peerText({ namespace, name, kind })),
    );
    const [first] = same;
    return first === undefined ? [] : { text, first, workloads: [...new Set(names)].sort() };
  });
}

/** The same as data. */
export function futureData({ peers, leftOut }: FuturePeers): object {
  return {
    peers: peers.map(({ reaches, reachedBy, ...who }) => ({
      ...who,
      reaches: byConnection(reaches).map(groupData),
      reachedBy: byConnection(reachedBy).map(groupData),
    })),
    leftOut,
  };
}

function groupData({ first: { connection }, workloads }: Group): object {
  const open = undefinedText(connection);
  return {
    conn: allowedText(connection),
    ...(open !== undefined && { undefined: open }),
    workloads,
  };
}
