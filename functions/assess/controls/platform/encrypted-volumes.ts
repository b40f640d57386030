import { control } from '../../../model/control.ts';
import type { StorageClass } from '../../../model/namespace-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeBy, pass, unknown, type Verdict } from '../../../model/verdict.ts';

/** The driver of EBS, that of Auto Mode, and the built-in one that they replace. */
const ebs = ['ebs.csi.aws.com', 'ebs.csi.eks.amazonaws.com', 'kubernetes.io/aws-ebs'];
/** Amazon FSx encrypts every file system at rest, with a key of AWS unless told otherwise. */
const alwaysEncrypted = ['fsx.csi.aws.com', 'fsx.openzfs.csi.aws.com'];
const efs = 'efs.csi.aws.com';

/**
 * What a class asks for. An account can encrypt every new EBS volume by default, whatever the class
 * says; that is not read, and holds only until somebody turns it off or the class is used elsewhere.
 * The driver takes `true` and no other writing of it. EFS is encrypted or not when its file system is
 * made, which the class does not show.
 */
export const encryptedVolumes = control({
  id: 'SEC-06',
  title: 'Storage classes ask for encrypted volumes',
  domain: 'platform',
  severity: 'medium',
  reachMax: 'node',
  rationale:
    'Data on a volume that is not encrypted can be read by whoever gets at a snapshot of it, and no ' +
    'KMS key stands in the way.',
  remediation:
    'Make a StorageClass with the parameter encrypted: "true" and move claims to it, as parameters ' +
    'of a class cannot be changed. Turn on EBS encryption by default in the account as well.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: gp3-encrypted
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: ebs.csi.aws.com
parameters:
  type: gp3
  encrypted: "true"
  kmsKeyId: KEY_ARN
volumeBindingMode: WaitForFirstConsumer`,
    },
    { form: 'aws', text: 'aws ec2 enable-ebs-encryption-by-default --region REGION' },
  ],
  subjectReads: ['storageclasses'],
  judgementReads: [],
  items: ({ storageClasses }: Snapshot) =>
    storageClasses.map((storageClass) => ({
      subject: { kind: 'StorageClass', name: storageClass.name },
      storageClass,
    })),
  judge: ({ storageClass }) => judgeClass(storageClass),
});

function judgeClass({ provisioner, encrypted }: StorageClass): Verdict {
  if (alwaysEncrypted.includes(provisioner)) return pass;
  if (provisioner === efs) return unknown('whether the EFS file system is encrypted');
  if (!ebs.includes(provisioner)) {
    return { outcome: 'notApplicable', why: `${provisioner} makes no volumes of EBS, EFS or FSx` };
  }
  if (encrypted === 'true') return pass;
  return judgeBy([{ path: 'parameters.encrypted', value: encrypted ?? 'not set' }], 'node');
}
