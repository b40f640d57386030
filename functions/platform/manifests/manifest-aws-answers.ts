import type { AwsReadId } from '../../model/reads.ts';
import type { AskedOfAws } from '../../model/world.ts';
import { type AwsAnswer, answersIn, awsAnswerShapes as shapes } from './aws-answer-shapes.ts';
import { ecrAnswers } from './manifest-ecr-answers.ts';
import {
  describedNodegroups,
  nodegroupNames,
  platformAnswers,
} from './manifest-platform-answers.ts';
import { notCollected, required } from './not-collected.ts';

type Answers = readonly AwsAnswer[];

const eksAnswers = {
  'eks:DescribeCluster': (answers: Answers) =>
    required(answersIn(shapes.cluster, answers), 'aws eks describe-cluster').map(
      ({ cluster }) => cluster,
    ),
  'eks:DescribeClusterVersions': (answers: Answers) =>
    required(
      answersIn(shapes.clusterVersions, answers),
      'aws eks describe-cluster-versions --include-all',
    ).flatMap(({ clusterVersions }) => clusterVersions),
  'eks:ListAddons': addonNames,
  'eks:DescribeAddon': describedAddons,
  'eks:ListNodegroups': nodegroupNames,
  'eks:DescribeNodegroup': describedNodegroups,
  'eks:ListInsights': (answers: Answers) =>
    required(answersIn(shapes.insights, answers), 'aws eks list-insights').flatMap(
      ({ insights }) => insights,
    ),
  'eks:ListAccessEntries': principals,
  'eks:ListAssociatedAccessPolicies': associations,
};

const answersByRead: Readonly<
  Record<AwsReadId, (answers: Answers, asked: AskedOfAws) => readonly unknown[]>
> = { ...eksAnswers, ...platformAnswers, ...ecrAnswers };

/** What stands beside the manifests in answer to a read. Throws a ReadFailure where nothing does. */
export function awsAnswersTo(
  read: AwsReadId,
  answers: Answers,
  asked: AskedOfAws,
): readonly unknown[] {
  return answersByRead[read](answers, asked);
}

function addonNames(answers: Answers): readonly string[] {
  const lists = required(answersIn(shapes.addons, answers), 'aws eks list-addons');
  return lists.flatMap(({ addons }) => addons);
}

/** Where no list stands there, that is a gap of its own: those that are described are all. */
function describedAddons(answers: Answers): readonly unknown[] {
  const described = answersIn(shapes.addon, answers).map(({ addon }) => addon);
  const [list] = answersIn(shapes.addons, answers);
  if (list === undefined) {
    return required(described, 'aws eks describe-addon --addon-name vpc-cni');
  }
  const given = new Set(described.map(({ addonName }) => addonName));
  const missing = addonNames(answers).find((name) => !given.has(name));
  if (missing === undefined) return described;
  throw notCollected(`aws eks describe-addon --addon-name ${missing}`);
}

function principals(answers: Answers): readonly string[] {
  const lists = required(answersIn(shapes.accessEntries, answers), 'aws eks list-access-entries');
  return lists.flatMap(({ accessEntries }) => accessEntries);
}

function associations(answers: Answers): readonly unknown[] {
  const given = answersIn(shapes.associatedPolicies, answers);
  const answered = new Set(given.map(({ principalArn }) => principalArn));
  const missing = principals(answers).find((principal) => !answered.has(principal));
  if (missing === undefined) return given;
  throw notCollected(`aws eks list-associated-access-policies --principal-arn ${missing}`);
}
