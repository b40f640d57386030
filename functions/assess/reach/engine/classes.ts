import { type Condition, directions } from '../policies/policy.ts';
import type { AddressAtoms } from './address-atoms.ts';
import { LabelIndex } from './label-index.ts';
import type { Mentions } from './mentions.ts';
import type { Unit } from './units.ts';

export type Atoms = Readonly<Record<(typeof directions)[number], AddressAtoms>>;

/** Units that no policy can tell apart. */
export type UnitClass = {
  /** Places in the list of units, in order. */
  readonly members: readonly number[];
  /** One of them, to answer for all. */
  readonly unit: Unit;
};

/** Parts units into classes: whatever the policies ask, all members of a class answer the same. */
export function classesOf(
  units: readonly Unit[],
  mentions: Mentions,
  atoms: Atoms,
): readonly UnitClass[] {
  const groups = groupsOf(units, mentions, atoms);
  const classOf = refined(groups, mentions, atoms);
  const members = new Map<number, number[]>();
  groups.forEach(({ members: added }, group) => {
    const number = classOf[group] ?? 0;
    const before = members.get(number);
    if (before === undefined) members.set(number, [...added]);
    else for (const member of added) before.push(member);
  });
  return [...members.values()].map((all) => {
    const [first = 0] = all;
    const unit = units[first];
    if (unit === undefined) throw new Error('a class has at least one member');
    return { members: all.sort((a, b) => a - b), unit };
  });
}

/** Units that are the same in everything that any policy mentions. */
function groupsOf(units: readonly Unit[], mentions: Mentions, atoms: Atoms): readonly UnitClass[] {
  const groups = new Map<string, { readonly members: number[]; readonly unit: Unit }>();
  units.forEach((unit, member) => {
    const key = keyOf(unit, mentions, atoms);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { members: [member], unit });
    else group.members.push(member);
  });
  return [...groups.values()];
}

function keyOf(unit: Unit, mentions: Mentions, atoms: Atoms): string {
  const { labelKeys } = mentions;
  const { podLabels, namespaceLabels, nodeLabels } = unit;
  return JSON.stringify([
    valuesOf(podLabels, labelKeys.pod),
    valuesOf(namespaceLabels, labelKeys.namespace),
    valuesOf(nodeLabels, labelKeys.node),
    unlabelledKey(unit, mentions, atoms),
  ]);
}

/** What policies tell a unit by beside its labels. */
function unlabelledKey(unit: Unit, { portNames }: Mentions, atoms: Atoms): string {
  const { isHost, isEnforced, isNamespaceKnown, addresses, nodeLabels, object } = unit;
  const places = directions.map((direction) =>
    addresses.map((address) => atoms[direction].at(address)),
  );
  const flags = ['node' in object, isHost, isEnforced, isNamespaceKnown, nodeLabels === undefined];
  return JSON.stringify([...flags, places, portsKey(unit, portNames)]);
}

type Labels = Readonly<Record<string, string>> | undefined;

function valuesOf(labels: Labels, keys: readonly string[]): unknown {
  if (labels === undefined) return undefined;
  return keys.map((key) => (Object.hasOwn(labels, key) ? labels[key] : 0));
}

/** The ports that a policy can ask a unit for by name. */
export function portsKey({ namedPorts }: Unit, portNames: ReadonlySet<string>): string {
  if (portNames.size === 0) return '';
  return namedPorts
    .filter(({ name }) => portNames.has(name))
    .map(({ name, protocol, port }) => `${name}/${protocol}/${port}`)
    .sort()
    .join();
}

/**
 * Starts from what labels cannot tell, and splits by every condition: a class is parted only where a
 * condition holds for some of its members.
 */
function refined(
  groups: readonly UnitClass[],
  mentions: Mentions,
  atoms: Atoms,
): readonly number[] {
  const units = groups.map(({ unit }) => unit);
  const index = new LabelIndex(units, mentions);
  const numbers = new Map<string, number>();
  const classOf = units.map((unit) => {
    const key = unlabelledKey(unit, mentions, atoms);
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  let next = numbers.size;
  for (const condition of mentions.conditions) {
    for (const bits of distinctSets(index, condition)) next = split(classOf, bits, next);
  }
  return classOf;
}

function distinctSets(index: LabelIndex, condition: Condition) {
  const [pods, nodes] = [index.matching(condition, 'pod'), index.matching(condition, 'node')];
  const sets = [pods.must, pods.may, nodes.must, nodes.may];
  return new Set(sets.filter((set) => !set.isEmpty));
}

function split(classOf: number[], members: Iterable<number>, next: number): number {
  const parts = new Map<number, number>();
  for (const member of members) {
    const before = classOf[member] ?? 0;
    const part = parts.get(before) ?? next + parts.size;
    parts.set(before, part);
    classOf[member] = part;
  }
  return next + parts.size;
}
