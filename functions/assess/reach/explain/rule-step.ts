import { hasPort } from '../algebra/port-set.ts';
import type { Engine } from '../engine/engine.ts';
import type { RuleReader } from '../engine/rule-reader.ts';
import type { Subject } from '../engine/subjects.ts';
import type { Direction, Policy, Rule, Rules } from '../policies/policy.ts';
import { whysIn } from '../policies/unknown-parts.ts';
import type { PortPoint, Step } from './step.ts';

/** A packet at one end: who is subject to policies, and the peer by its place. */
export type Question = {
  readonly engine: Engine;
  readonly direction: Direction;
  readonly subject: Subject;
  readonly peer: number;
  readonly point: PortPoint;
};

export type ActingRules = {
  readonly policy: Policy;
  readonly isSure: boolean;
  readonly given: Rules;
};

/** The step that a rule makes of a packet; undefined where it does not match. */
export function matchOf(
  { engine, direction, subject, peer, point }: Question,
  { policy, isSure }: ActingRules,
  rule: Rule,
): Step | undefined {
  const reader = engine.readers[direction];
  const match = reader
    .matchesOf({ policy, rule }, subject.namedPorts)
    .find(({ peers, ports }) => peers.may.has(peer) && holds(engine, ports.may, point));
  if (match === undefined) return undefined;
  const doubts = [
    ...(isSure ? [] : [doubtOfSubject(policy)]),
    ...(rule.unsure === undefined ? [] : [rule.unsure]),
    ...(match.peers.must.has(peer) ? [] : [doubtOfPeers(rule)]),
    ...(holds(engine, match.ports.must, point) ? [] : [doubtOfPorts(rule)]),
  ];
  const path = peerPathOf(reader, { policy, rule }, peer);
  const [doubt] = doubts;
  return { kind: 'rule', policy, rule, peer: path, ...(doubt !== undefined && { doubt }) };
}

/** What is not understood in the pods of a policy, or else that a pod is on the host network. */
export function doubtOfSubject({ subject }: Policy): string {
  return withField('it is not certain that the policy selects the pod', subject);
}

function doubtOfPorts({ ports, exceptPorts }: Rule): string {
  return withField('it is not certain that the port matches', [ports, exceptPorts]);
}

/** What is not understood in the peers, or else that an address is not known. */
function doubtOfPeers({ peers }: Rule): string {
  return whysIn(peers)[0] ?? 'it is not certain that the peer matches';
}

function withField(text: string, part: unknown): string {
  const [why] = whysIn(part);
  return why === undefined ? text : `${text}: ${why}`;
}

function peerPathOf(
  reader: RuleReader,
  { policy, rule }: { readonly policy: Policy; readonly rule: Rule },
  peer: number,
): string {
  const matches = rule.peers.map(({ path, peers }) => ({
    path,
    match: reader.peersIn(peers, policy),
  }));
  const holding =
    matches.find(({ match }) => match.must.has(peer)) ??
    matches.find(({ match }) => match.may.has(peer));
  return holding?.path ?? rule.path;
}

function holds({ algebra }: Engine, ports: number, { protocol, port }: PortPoint): boolean {
  return hasPort(algebra.setOf(ports), protocol, port);
}
