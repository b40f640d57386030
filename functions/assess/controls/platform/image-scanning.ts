import { control } from '../../../model/control.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown, type Verdict } from '../../../model/verdict.ts';
import {
  type RepositoryItem,
  repositoryItems,
  unseenRepository,
} from '../../platform/repositories-in-use.ts';
import { isScanned } from '../../platform/scanned-repositories.ts';

export const imageScanning = control({
  id: 'IMG-04',
  title: 'ECR scans the images of every repository in use',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Nobody is told that an image which runs has a vulnerability that is known and exploited.',
  remediation:
    'Turn on enhanced scanning of the registry for all repositories, or at least basic scanning on ' +
    'push. Where filters name repositories, add this one.',
  snippets: [
    {
      form: 'aws',
      text: `aws ecr put-registry-scanning-configuration --region REGION --scan-type ENHANCED --rules \\
  '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
    },
    {
      form: 'cdk',
      text: `import { CfnRegistryScanningConfiguration } from 'aws-cdk-lib/aws-ecr';

new CfnRegistryScanningConfiguration(this, 'ImageScanning', {
  scanType: 'ENHANCED',
  rules: [
    {
      scanFrequency: 'CONTINUOUS_SCAN',
      repositoryFilters: [{ filter: '*', filterType: 'WILDCARD' }],
    },
  ],
});`,
    },
  ],
  subjectReads: ['pods', ...workloadReadIds],
  judgementReads: ['ecr:DescribeRepositories', 'ecr:GetRegistryScanningConfiguration'],
  items: repositoryItems,
  judge: judgeRepository,
});

/** The scanning configuration is that of one registry: the account and region of the cluster. */
function judgeRepository(item: RepositoryItem, snapshot: Snapshot): Verdict {
  const { address, repository } = item;
  const { cluster, ecrScanning } = snapshot;
  const isHome = address.account === cluster.account && address.region === cluster.region;
  if (repository === undefined) return unseenRepository(item, snapshot);
  if (!isHome || ecrScanning === undefined) return unknown('the scanning of its registry');
  if (isScanned(repository, ecrScanning)) return pass;
  return judgeBy(
    [{ path: 'scanFrequency', value: `none with ${ecrScanning.scanType} scanning` }],
    'namespace',
  );
}
