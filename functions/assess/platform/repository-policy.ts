import type { Evidence } from '../../model/verdict.ts';
import { isAbout, type PolicyStatement, policyStatements } from './policy-statements.ts';
import { type Circle, circleLeftBy, circlesOfAllow } from './principal-limits.ts';

/** What the statements of a policy open a repository to, and what could not be told about them. */
export type Openings = {
  /** Who may change what pods run. */
  readonly changes: readonly Evidence[];
  /** Who may read the images. */
  readonly reads: readonly Evidence[];
  readonly missing: readonly string[];
};

type Opening =
  | { readonly is: 'changes' | 'reads'; readonly evidence: Evidence }
  | { readonly is: 'missing'; readonly what: string };

/** Actions that change what pods run, or the rules for it. */
const changes = [
  'ecr:putimage',
  'ecr:replicateimage',
  'ecr:batchdeleteimage',
  'ecr:deleterepository',
  'ecr:setrepositorypolicy',
  'ecr:deleterepositorypolicy',
  'ecr:putimagetagmutability',
  // It can let every image expire.
  'ecr:putlifecyclepolicy',
];

/** All other actions of a repository show something of it; a pull needs these. */
const pulls = ['ecr:batchgetimage', 'ecr:getdownloadurlforlayer'];

/**
 * What the policy of a repository lets everyone do, each caller with credentials of any account; and
 * what may change images, everyone in an organization. Accounts, roles and services that have a name
 * are somebody's decision. Nobody without credentials gets at a private registry.
 */
export function openingsOf(document: unknown): Openings {
  const statements = policyStatements(document);
  if (statements === undefined) {
    return { changes: [], reads: [], missing: ['what its repository policy allows'] };
  }
  const denying = statements.filter(({ effect }) => effect === 'Deny');
  const found = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => openingOf(statement, denying) ?? []);
  const evidenceOf = (wanted: 'changes' | 'reads') =>
    found.flatMap((opening) => (opening.is === wanted ? [opening.evidence] : []));
  return {
    changes: evidenceOf('changes'),
    reads: evidenceOf('reads'),
    missing: found.flatMap((opening) => (opening.is === 'missing' ? [opening.what] : [])),
  };
}

function openingOf(
  statement: PolicyStatement,
  denying: readonly PolicyStatement[],
): Opening | undefined {
  const circlesFor = (action: string): readonly Circle[] => [
    ...circlesOfAllow(statement),
    ...denying.filter((each) => isAbout(each, action)).map(circleLeftBy),
  ];
  const changing = widest(
    changes
      .filter((action) => isAbout(statement, action))
      .map((action) => narrowest(circlesFor(action), ['named', 'unclear', 'organization'])),
  );
  const showing = widest(
    shownBy(statement).map((action) =>
      narrowest(circlesFor(action), ['named', 'organization', 'unclear']),
    ),
  );
  const path = `policy.Statement[${statement.label}].Principal`;
  if (changing === 'everyone' || changing === 'organization') {
    const who = changing === 'everyone' ? 'everyone' : 'everyone in an organization';
    return { is: 'changes', evidence: { path, value: `${who} may change images` } };
  }
  if (showing === 'everyone') {
    return { is: 'reads', evidence: { path, value: 'everyone may read' } };
  }
  const isUnclear = changing === 'unclear' || showing === 'unclear';
  if (!isUnclear) return undefined;
  return { is: 'missing', what: `whom policy.Statement[${statement.label}] lets in` };
}

/** A statement that names none of the actions that are known here lets callers do something else. */
function shownBy(statement: PolicyStatement): readonly string[] {
  const isKnown = [...changes, ...pulls].some((action) => isAbout(statement, action));
  return isKnown || statement.isNotAction
    ? pulls.filter((action) => isAbout(statement, action))
    : statement.actions;
}

/** The first of these circles that narrows everyone down. */
function narrowest(circles: readonly Circle[], order: readonly Circle[]): Circle {
  return order.find((circle) => circles.includes(circle)) ?? 'everyone';
}

function widest(circles: readonly Circle[]): Circle {
  const order: readonly Circle[] = ['everyone', 'organization', 'unclear'];
  return order.find((circle) => circles.includes(circle)) ?? 'named';
}
