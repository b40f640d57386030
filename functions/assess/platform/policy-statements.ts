import * as z from 'zod';
import { oneLine } from '../../model/one-line.ts';
import { matchesPattern } from './name-pattern.ts';

/** `StringEquals`, `aws:PrincipalOrgID` and its values. */
export type PolicyCondition = {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
};

/** A statement of a policy of a resource. */
export type PolicyStatement = {
  /** Its Sid, which stays where statements are put in another order. */
  readonly label: string;
  readonly effect: 'Allow' | 'Deny';
  /** `everyone`; `others` than those that NotPrincipal names; or principals with a name. */
  readonly whom: 'everyone' | 'others' | 'named';
  readonly conditions: readonly PolicyCondition[];
  /** Patterns of actions, in lower case, and whether they are the ones left out. */
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
};

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === 'string' ? [given] : given));

const values = z
  .union([
    z.string(),
    z.boolean(),
    z.number(),
    z.array(z.union([z.string(), z.boolean(), z.number()])),
  ])
  .transform((given) => (Array.isArray(given) ? given : [given]).map(String));

const principal = z.union([z.string(), z.record(z.string(), texts)]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).default({}),
});

const policy = z.object({
  Statement: z
    .union([statement, z.array(statement)])
    .transform((given) => (Array.isArray(given) ? given : [given])),
});

/** The statements of a policy; undefined where it is none, or has a form that is not known. */
export function policyStatements(document: unknown): readonly PolicyStatement[] | undefined {
  const given = policy.safeParse(document);
  if (!given.success) return undefined;
  const statements = given.data.Statement.map(statementOf);
  const known = statements.filter((each) => each !== undefined);
  return known.length === statements.length ? known : undefined;
}

function statementOf(given: z.output<typeof statement>): PolicyStatement | undefined {
  const actions = given.Action ?? given.NotAction;
  const whom = whomOf(given);
  const isTwice = given.Action !== undefined && given.NotAction !== undefined;
  if (actions === undefined || whom === undefined || isTwice) return undefined;
  return {
    label: given.Sid === undefined || given.Sid === '' ? 'no Sid' : `Sid=${oneLine(given.Sid)}`,
    effect: given.Effect,
    whom,
    conditions: Object.entries(given.Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => ({ operator, key, values: wanted })),
    ),
    actions: actions.map((action) => action.toLowerCase()),
    isNotAction: given.Action === undefined,
  };
}

/** Of a principal of any kind, a star is everyone; it cannot be a part of a name. */
function whomOf({
  Principal,
  NotPrincipal,
}: z.output<typeof statement>): PolicyStatement['whom'] | undefined {
  if (Principal === undefined) return NotPrincipal === undefined ? undefined : 'others';
  if (NotPrincipal !== undefined) return undefined;
  if (typeof Principal === 'string') return Principal === '*' ? 'everyone' : undefined;
  const names = Object.values(Principal).flat();
  if (names.length === 0) return undefined;
  return names.includes('*') ? 'everyone' : 'named';
}

/** Whether a statement is about an action, which is given in lower case. */
export function isAbout({ actions, isNotAction }: PolicyStatement, action: string): boolean {
  return actions.some((pattern) => matchesPattern(pattern, action)) !== isNotAction;
}
