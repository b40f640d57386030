import {
  DescribeRepositoriesCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type AskedOfAws, ReadFailure } from '../../model/world.ts';
import { answerTo, answerToEach, type Call, saysNotFound } from './aws-calls.ts';
import type { AwsSubject } from './aws-subject.ts';
import { batchesOf } from './batches.ts';

/** The repositories of images of a cluster, as far as they are in its own account and region. */
export function ecrReads(subject: AwsSubject) {
  return {
    'ecr:DescribeRepositories': (asked: AskedOfAws) => describeRepositories(subject, asked),
    'ecr:GetRegistryScanningConfiguration': (asked: AskedOfAws) => scanningOf(subject, asked),
    'ecr:GetRepositoryPolicy': (asked: AskedOfAws) => policiesOf(subject, asked),
  };
}

type Registry = { readonly account: string; readonly region: string };

function registryOf({ cluster }: AwsSubject): Registry {
  const [, , , region = '', account = ''] = (cluster.arn ?? '').split(':');
  return { account, region };
}

async function describeRepositories(
  subject: AwsSubject,
  asked: AskedOfAws,
): Promise<readonly unknown[]> {
  const call = { action: 'ecr:DescribeRepositories', deadline: subject.deadline };
  const found: unknown[] = [];
  for (const names of batchesOf(namesMax, boundedNames(subject, asked, call))) {
    found.push(...(await describeExisting(subject, call, names)));
  }
  return found;
}

/** One name that does not exist makes ECR refuse all: the rest is asked for in halves. */
async function describeExisting(
  subject: AwsSubject,
  call: Call,
  repositoryNames: string[],
): Promise<readonly unknown[]> {
  const input = { registryId: registryOf(subject).account, repositoryNames };
  const command = new DescribeRepositoriesCommand(input);
  try {
    const answer = await answerTo(call, (options) => subject.clients.ecr.send(command, options));
    return answer.repositories ?? [];
  } catch (error) {
    if (!saysNotFound(error)) throw error;
    if (repositoryNames.length === 1) return [];
    const half = Math.ceil(repositoryNames.length / 2);
    return [
      ...(await describeExisting(subject, call, repositoryNames.slice(0, half))),
      ...(await describeExisting(subject, call, repositoryNames.slice(half))),
    ];
  }
}

async function scanningOf(subject: AwsSubject, asked: AskedOfAws): Promise<readonly unknown[]> {
  const { clients, deadline } = subject;
  const call = { action: 'ecr:GetRegistryScanningConfiguration', deadline };
  if (ownNames(subject, asked).length === 0) return [];
  const command = new GetRegistryScanningConfigurationCommand();
  return [await answerTo(call, (options) => clients.ecr.send(command, options))];
}

/** A repository that has no policy, or is not there, has none here. */
async function policiesOf(subject: AwsSubject, asked: AskedOfAws): Promise<readonly unknown[]> {
  const call = { action: 'ecr:GetRepositoryPolicy', deadline: subject.deadline };
  const { account: registryId, region } = registryOf(subject);
  const names = boundedNames(subject, asked, call);
  return answerToEach(call, { of: 'repositories', names }, async (repositoryName) => {
    const command = new GetRepositoryPolicyCommand({ registryId, repositoryName });
    const answer = await answerTo(call, (options) => subject.clients.ecr.send(command, options));
    return { ...answer, region };
  });
}

/** Throws a ReadFailure where there are more than can be asked for. */
function boundedNames(subject: AwsSubject, asked: AskedOfAws, { action }: Call): readonly string[] {
  const names = ownNames(subject, asked);
  if (names.length <= repositoriesMax) return names;
  const count = `${names.length} repositories, of which at most ${repositoriesMax} are read`;
  throw new ReadFailure('cutOff', `${action}: the images are from ${count}`);
}

/** An image can name what cannot exist; ECR would refuse all names for that one. */
function ownNames(subject: AwsSubject, asked: AskedOfAws): readonly string[] {
  const own = registryOf(subject);
  return asked.ecrRepositories
    .filter(({ account, region }) => account === own.account && region === own.region)
    .map(({ name }) => name)
    .filter((name) => isRepositoryName(name));
}

/** Lengths and letters of the API reference of DescribeRepositories. */
function isRepositoryName(text: string): boolean {
  return text.length >= 2 && text.length <= 256 && nameLetters.test(text);
}

const nameLetters = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** The most that ECR takes in one call. */
const namesMax = 100;
/** Each needs a call of its own for its policy. */
const repositoriesMax = 1_000;
