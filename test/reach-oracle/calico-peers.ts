import { familyOf, isInBlock, isWholeFamily } from './address-bits.ts';
import { holdsFor, type Lookup, unseen } from './calico-selector.ts';
import type { Labels } from './label-selector.ts';
import { everyOf, type Match, matchOf, notOf, someOf } from './packet.ts';
import { addressMatch, blockMatch, type End, type PodEnd, type Question } from './question.ts';
import { has, textAt, textsAt } from './raw-spec.ts';

type Side = { readonly entity: unknown; readonly end: End };

/** A labelled thing that selectors find: a pod, a set of addresses, a host. */
type Candidate = {
  readonly labels: Lookup;
  readonly namespace: string | undefined;
  readonly serviceAccount?: string;
  readonly namespaceLabels: Labels;
};

/** `source` or `destination` of a rule: all that it names must hold. */
export function calicoPeerMatch(
  question: Question,
  namespace: string | undefined,
  { entity, end }: Side,
): Match {
  const isSelected = isSelecting(entity, namespace);
  const excluded = textAt(entity, 'notSelector') ?? '';
  const isLeftOut = ({ labels }: Candidate): Match =>
    excluded === '' ? 'no' : holdsFor(excluded, labels);
  return everyOf([
    netsMatch(question, end, textsAt(entity, 'nets')),
    notNetsMatch(question, end, textsAt(entity, 'notNets')),
    // Felix joins selector and notSelector into one, so that one thing must meet both.
    isSelected
      ? foundMatch(question, end, (candidate) =>
          everyOf([entityMatch(entity, namespace, candidate), notOf(isLeftOut(candidate))]),
        )
      : notOf(foundMatch(question, end, isLeftOut)),
  ]);
}

function netsMatch(question: Question, end: End, nets: readonly string[]): Match {
  if (nets.length === 0) return 'yes';
  return blockMatch(
    question,
    end,
    nets.map((cidr) => ({ cidr })),
  );
}

/** A rule whose notNets are all of one family says nothing of the other (Felix leaves it out there). */
function notNetsMatch(question: Question, end: End, nets: readonly string[]): Match {
  if (nets.length === 0) return 'yes';
  const ofFamily = (family: 4 | 6) => nets.filter((cidr) => familyOf(cidr) === family);
  return addressMatch(question, end, {
    isIn: (address) =>
      ofFamily(familyOf(address)).length > 0 && !nets.some((cidr) => isInBlock(address, cidr)),
    ofUnknown: (family) =>
      matchOf(ofFamily(family).length > 0 && !ofFamily(family).some(isWholeFamily)) === 'yes'
        ? 'maybe'
        : 'no',
  });
}

/** What a global policy leaves out with notSelector may be anything else, pod or not. */
function isSelecting(entity: unknown, namespace: string | undefined): boolean {
  const isGiven = (field: string) => (textAt(entity, field) ?? '') !== '';
  const isNamed =
    isGiven('selector') || isGiven('namespaceSelector') || has(entity, 'serviceAccounts');
  return isNamed || (namespace !== undefined && isGiven('notSelector'));
}

/**
 * A rule of a namespaced policy looks in its own namespace as soon as it selects at all, unless it
 * names namespaces; a rule of a global policy looks everywhere.
 */
function entityMatch(entity: unknown, namespace: string | undefined, candidate: Candidate): Match {
  const names = textAt(entity, 'namespaceSelector') ?? '';
  const accounts = textsAt(entity, 'serviceAccounts', 'names');
  return everyOf([
    names === ''
      ? matchOf(namespace === undefined || candidate.namespace === namespace)
      : namespaceMatch(names, candidate),
    matchOf(accounts.length === 0 || accounts.includes(candidate.serviceAccount ?? '')),
    holdsFor(textAt(entity, 'selector') ?? '', candidate.labels),
  ]);
}

function namespaceMatch(names: string, { namespace, namespaceLabels }: Candidate): Match {
  const isNamespaced = namespace !== undefined;
  const words = { 'all()': isNamespaced, 'global()': !isNamespaced };
  return holdsFor(names, lookupIn(namespaceLabels), words);
}

const setKinds = ['networksets.crd.projectcalico.org', 'globalnetworksets.crd.projectcalico.org'];

/** Whether an end is found itself, or has an address of a set that is found. */
function foundMatch(question: Question, end: End, wanted: (candidate: Candidate) => Match): Match {
  const sets = question.snapshot.policyObjects
    .filter(({ read }) => setKinds.includes(read))
    .map(({ namespace, labels, specs }) => {
      const spaceLabels = labelsOfSpace(question, namespace);
      const isWanted = wanted({
        namespace,
        labels: lookupIn(labels),
        namespaceLabels: spaceLabels,
      });
      const nets = specs.flatMap((spec) => textsAt(spec, 'nets'));
      return everyOf([isWanted, nets.length === 0 ? 'no' : netsMatch(question, end, nets)]);
    });
  return someOf([...sets, endpointMatch(end, wanted)]);
}

/** A node may have been made a host endpoint with any labels; the snapshot does not show them. */
function endpointMatch(end: End, wanted: (candidate: Candidate) => Match): Match {
  if (end.kind === 'pod' && !end.isHost) return wanted(candidateOfPod(end));
  if (end.kind !== 'pod' && end.kind !== 'node') return 'no';
  const labels = (key: string) => (key.startsWith('projectcalico.org/') ? undefined : unseen);
  const isWanted = wanted({ labels, namespace: undefined, namespaceLabels: {} });
  return isWanted === 'no' ? 'no' : 'maybe';
}

function candidateOfPod(end: PodEnd): Candidate {
  const { pod, namespaceLabels } = end;
  return {
    labels: lookupIn(calicoPodLabels(end)),
    namespace: pod.namespace,
    serviceAccount: pod.spec.serviceAccountName,
    namespaceLabels: { ...namespaceLabels, 'projectcalico.org/name': pod.namespace },
  };
}

function labelsOfSpace({ snapshot }: Question, name: string | undefined): Labels {
  if (name === undefined) return {};
  const given = snapshot.namespaces.find((space) => space.name === name)?.labels;
  return { ...given, 'kubernetes.io/metadata.name': name, 'projectcalico.org/name': name };
}

/** Labels that Calico adds to those of a pod. */
function calicoPodLabels({ pod }: PodEnd): Labels {
  return {
    ...pod.labels,
    'projectcalico.org/namespace': pod.namespace,
    'projectcalico.org/orchestrator': 'k8s',
    'projectcalico.org/serviceaccount': pod.spec.serviceAccountName,
  };
}

function lookupIn(labels: Labels): Lookup {
  return (key) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
}

/** Whether a policy with these selectors acts on a pod. */
export function isCalicoSubject(selector: string, names: string, end: PodEnd): boolean {
  const candidate = candidateOfPod(end);
  const isInSpace = names === '' || namespaceMatch(names, candidate) === 'yes';
  return isInSpace && holdsFor(selector, candidate.labels) === 'yes';
}
