import { describe, expect, test } from '@jest/globals';
import { ecrRepositoryOf } from '../functions/model/ecr-image.ts';
import { askedOfAws } from '../functions/snapshot/asked-of-aws.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';

const account = '111122223333';

describe('the repository of an image', () => {
  test.each([
    ['.dkr.ecr.eu-west-1.amazonaws.com/app:1', 'eu-west-1', 'app'],
    ['.dkr.ecr.eu-west-1.amazonaws.com/team/app', 'eu-west-1', 'team/app'],
    ['.dkr.ecr.eu-west-1.amazonaws.com/app:1@sha256:0a', 'eu-west-1', 'app'],
    ['.dkr.ecr.eu-west-1.amazonaws.com/app@sha256:0a', 'eu-west-1', 'app'],
    ['.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app:1', 'us-gov-west-1', 'app'],
    ['.dkr.ecr.cn-north-1.amazonaws.com.cn/app:1', 'cn-north-1', 'app'],
    ['.dkr.ecr.eusc-de-east-1.amazonaws.eu/app:1', 'eusc-de-east-1', 'app'],
    ['.dkr-ecr.eu-west-1.on.aws/app:1', 'eu-west-1', 'app'],
    ['.dkr-ecr-fips.us-east-1.on.aws/app:1', 'us-east-1', 'app'],
    ['.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/app:1', 'cn-north-1', 'app'],
  ])('%s is one of ECR', (rest, region, name) => {
    expect(ecrRepositoryOf(`${account}${rest}`)).toEqual({ account, region, name });
  });

  test.each([
    ['nginx'],
    ['docker.io/library/nginx:1'],
    ['public.ecr.aws/nginx/nginx:1'],
    [`${account}.dkr.ecr.eu-west-1.amazonaws.com.example.com/app:1`],
    [`example.com/${account}.dkr.ecr.eu-west-1.amazonaws.com/app:1`],
    [`${account}.dkr.ecr.eu-west-1.amazonaws.com`],
    [`${account}.dkr.ecr.eu-west-1.amazonaws.com/`],
    [`9${account}.dkr.ecr.eu-west-1.amazonaws.com/app:1`],
    ['123.dkr.ecr.eu-west-1.amazonaws.com/app:1'],
    [''],
  ])('%s is none of ECR', (image) => {
    expect(ecrRepositoryOf(image)).toBeUndefined();
  });
});

describe('AWS is asked about the repositories', () => {
  const cluster = { account, region: 'eu-west-1', name: 'shop' };
  const image = (name: string, owner = account, region = 'eu-west-1') => ({
    name: 'a',
    image: `${owner}.dkr.ecr.${region}.amazonaws.com/${name}`,
  });
  const ask = (...specs: Parameters<typeof podSpecOf>[0][]) =>
    askedOfAws(specs.map(podSpecOf), cluster).ecrRepositories.map(
      ({ region, name }) => `${region} ${name}`,
    );

  test('of every kind of container, once each and in order', () => {
    const specs = [
      { containers: [image('b:1'), image('a:1')] },
      { initContainers: [image('c:1')], containers: [image('b:2'), { name: 'none' }] },
      { ephemeralContainers: [image('d', account, 'eu-central-1')] },
    ];
    const expected = ['eu-central-1 d', 'eu-west-1 a', 'eu-west-1 b', 'eu-west-1 c'];
    expect(ask(...specs)).toEqual(expected);
    expect(ask(...specs.toReversed())).toEqual(expected);
  });

  test('of the account of the cluster, and of no other', () => {
    const addOns = image('eks/coredns:v1', '602401143452');
    expect(ask({ containers: [addOns, { name: 'a', image: 'nginx' }] })).toEqual([]);
  });
});
