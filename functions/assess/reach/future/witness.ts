import { namespaceNameKey } from '../policies/conditions.ts';
import { type Condition, serviceAccountKey } from '../policies/policy.ts';

export type Labels = Readonly<Record<string, string>>;

type LabelCondition = Extract<Condition, { readonly key: string }>;

type Literal = { readonly condition: LabelCondition; readonly isNegated: boolean };

/** Labels that a pod and its namespace would need to meet a condition. */
export type Witness = {
  readonly pod: Labels;
  readonly namespace: Labels;
  /** All that the condition asks of the labels of a namespace. */
  readonly ofNamespace: readonly Literal[];
};

/** Some of many, and how many all of them are. */
type Some<Item> = { readonly kept: readonly Item[]; readonly total: number };

type Conjunction = readonly Literal[];

/** More ways than this to meet one condition are counted, and not looked at. */
const waysMax = 64;
/** A value that no author of a policy thought of. */
const freshValue = 'any';

/**
 * Ways to meet a condition, one for each combination of values that it names: together they show
 * whom the condition would let in. What is not understood may hold. A condition on node labels has
 * no way, since a pod that is not there yet has no node.
 */
export function waysTo(condition: Condition): {
  readonly witnesses: readonly Witness[];
  /** How many more ways there are. */
  readonly leftOut: number;
} {
  const conjunctions = conjunctionsOf(condition, false);
  const ways = joined(conjunctions.kept.map(assignments));
  const unseen = conjunctions.total - conjunctions.kept.length;
  return { witnesses: ways.kept, leftOut: ways.total - ways.kept.length + unseen };
}

export function witnessesOf(condition: Condition): readonly Witness[] {
  return waysTo(condition).witnesses;
}

/** Whether labels of a namespace are what a witness needs. */
export function isHome({ ofNamespace }: Witness, labels: Labels): boolean {
  return ofNamespace.every((literal) =>
    holds(
      literal,
      Object.hasOwn(labels, literal.condition.key) ? labels[literal.condition.key] : undefined,
    ),
  );
}

/** Whether a witness asks for a label of its namespace, and not for the absence of labels alone. */
export function needsLabelledNamespace({ ofNamespace }: Witness): boolean {
  return ofNamespace.some(({ isNegated }) => !isNegated);
}

const nothingAsked: Some<Conjunction> = { kept: [[]], total: 1 };
const noWay: Some<Conjunction> = { kept: [], total: 0 };

function conjunctionsOf(condition: Condition, isNegated: boolean): Some<Conjunction> {
  switch (condition.op) {
    case 'true':
    case 'false':
      return (condition.op === 'true') === isNegated ? noWay : nothingAsked;
    case 'unknown':
      return nothingAsked;
    case 'not':
      return conjunctionsOf(condition.operand, !isNegated);
    case 'and':
    case 'or': {
      const parts = condition.operands.map((operand) => conjunctionsOf(operand, isNegated));
      const isJoint = (condition.op === 'and') !== isNegated;
      return isJoint ? parts.reduce(product, nothingAsked) : joined(parts);
    }
    default:
      return hasEveryNamespace(condition)
        ? conjunctionsOf({ op: 'true' }, isNegated)
        : { kept: [[{ condition, isNegated }]], total: 1 };
  }
}

/** The API server gives every namespace its name as a label. */
function hasEveryNamespace({ op, of, key }: LabelCondition): boolean {
  return op === 'exists' && of === 'namespace' && key === namespaceNameKey;
}

function product(one: Some<Conjunction>, other: Some<Conjunction>): Some<Conjunction> {
  return {
    kept: one.kept.flatMap((a) => other.kept.map((b) => [...a, ...b])).slice(0, waysMax),
    total: Math.min(one.total * other.total, Number.MAX_SAFE_INTEGER),
  };
}

function joined<Item>(parts: readonly Some<Item>[]): Some<Item> {
  return {
    kept: parts.flatMap(({ kept }) => kept).slice(0, waysMax),
    total: parts.reduce((sum, { total }) => Math.min(sum + total, Number.MAX_SAFE_INTEGER), 0),
  };
}

/** One value for each key that is asked for, in every combination that nothing rules out. */
function assignments(literals: Conjunction): Some<Witness> {
  if (literals.some(({ condition }) => condition.of === 'node')) return { kept: [], total: 0 };
  const ofNamespace = literals.filter(({ condition }) => condition.of === 'namespace');
  const keys = Map.groupBy(literals, ({ condition: { of, key } }) => `${of} ${key}`);
  const start: Witness = { pod: {}, namespace: {}, ofNamespace };
  return [...keys.values()].reduce(withKey, { kept: [start], total: 1 });
}

function withKey({ kept, total }: Some<Witness>, given: Conjunction): Some<Witness> {
  const [first] = given;
  if (first === undefined || isBestAbsent(given)) return { kept, total };
  const { key, of } = first.condition;
  const owner = of === 'namespace' ? 'namespace' : 'pod';
  const values = valuesFor(given);
  const next = kept.flatMap((witness) =>
    values.map((value) => ({ ...witness, [owner]: { ...witness[owner], [key]: value } })),
  );
  return {
    kept: next.slice(0, waysMax),
    total: Math.min(total * values.length, Number.MAX_SAFE_INTEGER),
  };
}

/** No label is asked for; every pod has a service account, and one that is not named is `default`. */
function isBestAbsent(given: Conjunction): boolean {
  if (given.some(({ isNegated }) => !isNegated)) return false;
  const isAccount = given.some(({ condition }) => condition.key === serviceAccountKey);
  return !isAccount || given.every((literal) => holds(literal, 'default'));
}

/** Values that satisfy every literal of a key: those that are named, or else one that nobody names. */
function valuesFor(given: Conjunction): readonly string[] {
  const wanted = given.flatMap(({ condition, isNegated }) => (isNegated ? [] : condition));
  const listed = wanted.find((condition) => condition.op === 'in');
  const texts = wanted.flatMap((condition) => (condition.op === 'text' ? condition : []));
  const named = texts.length === 0 ? [] : [joinedText(texts)];
  const values = listed?.values ?? [...named, freshValue, `${freshValue}-other`];
  const fitting = values.filter((value) => given.every((literal) => holds(literal, value)));
  return listed === undefined ? fitting.slice(0, 1) : [...new Set(fitting)];
}

/** A value with all the texts in it that are asked for. */
function joinedText(texts: readonly Extract<Condition, { readonly op: 'text' }>[]): string {
  const order = ['startsWith', 'contains', 'endsWith'] as const;
  return order
    .flatMap((how) => texts.filter((text) => text.how === how).map(({ text }) => text))
    .join('');
}

function holds({ condition, isNegated }: Literal, value: string | undefined): boolean {
  return (value !== undefined && isMet(condition, value)) !== isNegated;
}

function isMet(condition: LabelCondition, value: string): boolean {
  switch (condition.op) {
    case 'exists':
      return true;
    case 'in':
      return condition.values.includes(value);
    case 'text': {
      const { how, text } = condition;
      if (how === 'startsWith') return value.startsWith(text);
      return how === 'endsWith' ? value.endsWith(text) : value.includes(text);
    }
  }
}
