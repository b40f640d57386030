import type { Evidence, Reach } from '../../model/verdict.ts';
import { isAbout, type PolicyStatement, policyStatements } from './policy-statements.ts';
import { type Circle, circleLeftBy, circlesOfAllow } from './principal-limits.ts';

/** What a statement opens a repository to, or what could not be told about it. */
export type Opening =
  | { readonly evidence: Evidence; readonly reach: Reach }
  | { readonly missing: string };

/** Actions that change what pods run, or the rules for it. */
const changes = [
  'ecr:putimage',
  'ecr:replicateimage',
  'ecr:batchdeleteimage',
  'ecr:deleterepository',
  'ecr:setrepositorypolicy',
  'ecr:deleterepositorypolicy',
  'ecr:putimagetagmutability',
];

/** All other actions of a repository show something of it; a pull needs these. */
const pulls = ['ecr:batchgetimage', 'ecr:getdownloadurlforlayer'];

/**
 * What the policy of a repository lets everyone do, each caller with credentials of any account; and
 * what may change images, everyone in an organization. Accounts, roles and services that have a name
 * are somebody's decision. Nobody without credentials gets at a private registry.
 */
export function openingsOf(document: unknown): readonly Opening[] {
  const statements = policyStatements(document);
  if (statements === undefined) return [{ missing: 'what its repository policy allows' }];
  const denying = statements.filter(({ effect }) => effect === 'Deny');
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => openingOf(statement, denying) ?? []);
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
    return { evidence: { path, value: `${who} may change images` }, reach: 'cluster' };
  }
  if (showing === 'everyone') {
    return { evidence: { path, value: 'everyone may read' }, reach: 'namespace' };
  }
  const isUnclear = changing === 'unclear' || showing === 'unclear';
  return isUnclear ? { missing: `whom policy.Statement[${statement.label}] lets in` } : undefined;
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
