import type { ObjectRef, Pod, Snapshot } from '../../../model/snapshot.ts';
import { hasEnded } from '../engine/units.ts';
import { clientsFrom } from './client-limit.ts';
import type { Asked, OriginClaim, Way, WayTarget } from './entrance.ts';
import { nodeClaims } from './node-claims.ts';
import { forwardedByNodes, oneOf, type PacketSource } from './packet-source.ts';
import { workloadText } from './service-backends.ts';

/** Ways in through ports of nodes that pods take for themselves. */
export function hostPortWays(asked: Asked): readonly Way[] {
  const groups = Map.groupBy(withHostPorts(asked.snapshot), ({ owner }) => workloadText(owner));
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : waysOf(asked, first.owner, [first, ...others]),
  );
}

type HostPort = {
  readonly protocol: string;
  readonly port: number;
  readonly listener: number;
  readonly isHost: boolean;
};

function withHostPorts({ pods }: Snapshot): readonly Pod[] {
  return pods.filter((pod) => !hasEnded(pod) && hostPortsOf(pod).length > 0);
}

/** On the host network every port that a container names is one of the node. */
function hostPortsOf({ spec }: Pod): readonly HostPort[] {
  return [...spec.initContainers, ...spec.containers].flatMap(({ ports }) =>
    ports.flatMap(({ protocol, containerPort: port, hostPort }) => {
      const listener = spec.hostNetwork ? port : hostPort;
      return listener === undefined || listener === 0
        ? []
        : [{ protocol, port, listener, isHost: spec.hostNetwork }];
    }),
  );
}

function waysOf(asked: Asked, owner: ObjectRef, pods: readonly Pod[]): readonly Way[] {
  const ports = new Map(
    pods.flatMap(hostPortsOf).map((port) => [`${port.protocol} ${port.listener}`, port]),
  );
  const isHost = pods.some(({ spec }) => spec.hostNetwork);
  const how = isHost ? 'its pods are on the host network' : 'its pods take ports of their node';
  return nodeClaims(asked.snapshot).map((claim) => ({
    kind: 'HostPort',
    object: owner,
    ...claim,
    why: `${how}: ${claim.why}`,
    listens: [...ports.keys()],
    targets: [...ports.values()].map(
      ({ protocol, port, listener, isHost: keeps }): WayTarget => ({
        protocol,
        listener,
        backend: { workload: owner, pods, port },
        source: sourceOf(asked, claim, keeps),
      }),
    ),
    missing: [],
  }));
}

/** Point 44: traffic to a host port is judged after the port was translated; its source may be the node. */
function sourceOf({ reach }: Asked, { from }: OriginClaim, keepsClient: boolean): PacketSource {
  if (from === 'nodes') return forwardedByNodes();
  const clients = clientsFrom(reach, from);
  if (keepsClient) return clients;
  const why = 'whether a host port keeps the address of the client is not laid down';
  return oneOf(why, clients, forwardedByNodes(clients));
}
