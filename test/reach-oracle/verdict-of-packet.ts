import type { Snapshot } from '../../functions/model/snapshot.ts';
import { actingAdminPolicies } from './admin-policy-verdict.ts';
import { dialects, type OracleProfile } from './dialect.ts';
import { actingNetworkPolicies, isSelectedByNetworkPolicy } from './network-policy-verdict.ts';
import { type Match, type Packet, type Verdict, verdictOfOutcomes } from './packet.ts';
import {
  endOf,
  nodeOf,
  type OracleDirection,
  ownNodeMatch,
  type PodEnd,
  type Question,
} from './question.ts';
import { actingPolicies, outcomesOfTiers } from './tier-verdict.ts';

/** What becomes of one packet. One of its ends is a pod, and that pod runs. */
export function verdictOf(snapshot: Snapshot, profile: OracleProfile, packet: Packet): Verdict {
  const dialect = dialects[profile];
  const source = endOf(snapshot, dialect, packet.source);
  const destination = endOf(snapshot, dialect, packet.destination);
  const { protocol, port } = packet;
  if (source.kind === 'pod' && destination.kind === 'pod' && source.pod === destination.pod) {
    return 'allowed';
  }
  const shared = { snapshot, dialect, destination, protocol, port };
  const ask = (direction: OracleDirection, subject: PodEnd, peer: Question['peer']) => {
    const verdicts = readings(ownNodeMatch(subject, peer)).map((isOwnNode) =>
      verdictOfDirection({ ...shared, direction, subject, peer, isOwnNode }),
    );
    return verdicts.every((verdict) => verdict === verdicts[0]) ? verdicts[0] : 'undefined';
  };
  const verdicts = [
    source.kind === 'pod' ? ask('egress', source, destination) : 'allowed',
    destination.kind === 'pod' ? ask('ingress', destination, source) : 'allowed',
  ];
  if (verdicts.includes('denied')) return 'denied';
  return verdicts.includes('undefined') ? 'undefined' : 'allowed';
}

function readings(match: Match): readonly boolean[] {
  return match === 'maybe' ? [true, false] : [match === 'yes'];
}

function verdictOfDirection(question: Question): Verdict {
  const rule = question.isOwnNode ? question.dialect.ownNode[question.direction] : 'by policy';
  if (rule === 'allowed') return 'allowed';
  const verdict = verdictOfPolicies(question);
  return rule === 'undefined where denied' && verdict === 'denied' ? 'undefined' : verdict;
}

function verdictOfPolicies(question: Question): Verdict {
  const { subject, dialect } = question;
  if (subject.isHost) {
    const isUnsure =
      dialect.hostNetworkSubjects === 'unsure' && actingNetworkPolicies(question).length > 0;
    return isUnsure ? 'undefined' : 'allowed';
  }
  if (!dialect.isVpcCni)
    return verdictOfOutcomes(outcomesOfTiers(question, actingPolicies(question)));
  return verdictOfTheVpcCni(question);
}

/** The agent runs on Linux nodes of EC2, and knows pods by the workload that owns them. */
function verdictOfTheVpcCni(question: Question): Verdict {
  if (isOutOfReach(question)) return 'allowed';
  const { pod } = question.subject;
  const isSelected =
    isSelectedByNetworkPolicy(question) || actingAdminPolicies(question).length > 0;
  const verdict: Verdict =
    question.dialect.isStrict && !isSelected
      ? 'denied'
      : verdictOfOutcomes(outcomesOfTiers(question, actingPolicies(question)));
  const isBare = pod.owner.kind === 'Pod' && pod.owner.name === pod.name;
  return isBare && verdict === 'denied' ? 'undefined' : verdict;
}

function isOutOfReach({ snapshot, subject }: Question): boolean {
  const { labels, spec } = subject.pod;
  const ofNode = nodeOf(snapshot, subject)?.labels ?? {};
  const isFargate =
    'eks.amazonaws.com/fargate-profile' in labels ||
    ofNode['eks.amazonaws.com/compute-type'] === 'fargate';
  return isFargate || spec.os?.name === 'windows' || ofNode['kubernetes.io/os'] === 'windows';
}
