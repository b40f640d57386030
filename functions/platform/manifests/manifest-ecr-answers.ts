import type { AskedOfAws } from '../../model/world.ts';
import { type AwsAnswer, answersIn, awsAnswerShapes as shapes } from './aws-answer-shapes.ts';
import { notCollected, required } from './not-collected.ts';

type Answers = readonly AwsAnswer[];

/** The repositories that the images of a cluster come from, of all that are described. */
export const ecrAnswers = {
  'ecr:DescribeRepositories': repositories,
  'ecr:GetRegistryScanningConfiguration': scanning,
  'ecr:GetRepositoryPolicy': policies,
};

function repositories(answers: Answers, { ecrRepositories }: AskedOfAws) {
  if (ecrRepositories.length === 0) return [];
  const wanted = new Set(
    ecrRepositories.map(({ account, region, name }) => `${account}/${region}/${name}`),
  );
  return required(answersIn(shapes.repositories, answers), 'aws ecr describe-repositories')
    .flatMap((answer) => answer.repositories)
    .filter(({ repositoryArn, registryId, repositoryName }) =>
      wanted.has(`${registryId}/${regionOf(repositoryArn)}/${repositoryName}`),
    );
}

/** `arn:aws:ecr:REGION:ACCOUNT:repository/NAME`. */
const regionOf = (repositoryArn: string): string => repositoryArn.split(':')[3] ?? '';

function scanning(answers: Answers, { ecrRepositories }: AskedOfAws): readonly unknown[] {
  if (ecrRepositories.length === 0) return [];
  const given = answersIn(shapes.scanning, answers);
  return required(given, 'aws ecr get-registry-scanning-configuration');
}

function policies(answers: Answers, asked: AskedOfAws): readonly unknown[] {
  const given = answersIn(shapes.repositoryPolicy, answers);
  return repositories(answers, asked).flatMap(({ repositoryArn, registryId, repositoryName }) => {
    const answer = given.find(
      (policy) => policy.registryId === registryId && policy.repositoryName === repositoryName,
    );
    if (answer === undefined) {
      throw notCollected(`aws ecr get-repository-policy --repository-name ${repositoryName}`);
    }
    return answer.policyText === null ? [] : [{ ...answer, region: regionOf(repositoryArn) }];
  });
}
