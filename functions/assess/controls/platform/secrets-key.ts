import { clusterSubject } from '../../../model/cluster-subject.ts';
import { control } from '../../../model/control.ts';
import { judgeBy, pass, unknown } from '../../../model/verdict.ts';
import { controlPlaneVersion } from '../../platform/kubernetes-versions.ts';

/**
 * From 1.28 on EKS encrypts all data of the Kubernetes API under a key of AWS where the customer
 * gives none (EKS user guide, default envelope encryption), so that what fails is the ownership of
 * the key. Before that Secrets have only the encryption of the disk.
 */
export const secretsKey = control({
  id: 'SEC-01',
  title: 'Secrets in etcd are encrypted with a customer-managed KMS key',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'cluster',
  rationale:
    'With a key that AWS owns nobody can limit who decrypts the data of the cluster, see when the ' +
    'key is used, or take it away.',
  remediation:
    'Associate a symmetric KMS key of your own in the same region with the cluster. It cannot be ' +
    'taken off again, and a key that is disabled or deleted stops the cluster: limit who may do that.',
  snippets: [
    {
      form: 'aws',
      text: `aws eks associate-encryption-config --region REGION --cluster-name CLUSTER \\
  --encryption-config '[{"resources":["secrets"],"provider":{"keyArn":"KEY_ARN"}}]'`,
    },
    {
      form: 'cdk',
      text: `import { Cluster } from 'aws-cdk-lib/aws-eks';
import { Key } from 'aws-cdk-lib/aws-kms';

const key = new Key(this, 'SecretsKey', { enableKeyRotation: true });
new Cluster(this, 'Cluster', { ...PROPS, secretsEncryptionKey: key });`,
    },
  ],
  subjectReads: [],
  judgementReads: ['eks:DescribeCluster'],
  items: (snapshot) => [{ subject: clusterSubject(snapshot) }],
  judge: (_, snapshot) => {
    const { eksCluster } = snapshot;
    if (eksCluster === undefined) return unknown('the encryption of the cluster');
    if (eksCluster.secretsKeyArn !== undefined) return pass;
    const version = controlPlaneVersion(snapshot);
    const isOld = version !== undefined && version.major === 1 && version.minor < 28;
    const value = isOld ? 'none, and no envelope encryption before 1.28' : 'none: AWS owns the key';
    return judgeBy([{ path: 'encryptionConfig.provider.keyArn', value }], 'cluster');
  },
});
