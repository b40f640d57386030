import { control } from '../../../model/control.ts';
import { judgeContainers } from '../../pods/judge-pods.ts';
import { templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * A value is looked at where pods are read, for the forms that credentials have, and dropped there;
 * only the name of the form arrives here. ConfigMaps are not read, on purpose: the right to list
 * them all shows what everybody put into them, and a scanner of least privilege does not ask for it.
 */
export const plainTextCredentials = control({
  id: 'SEC-03',
  title: 'No environment variable holds a credential in plain text',
  domain: 'pod',
  severity: 'high',
  reachMax: 'namespace',
  rationale:
    'A credential in a manifest is read by everybody who may view pods, and stays in the history of ' +
    'the repository that it came from.',
  remediation:
    'Revoke the credential and issue a new one. Keep that in AWS Secrets Manager or a Secret, and ' +
    'mount it as a file; for AWS use EKS Pod Identity and no key at all.',
  snippets: [
    {
      form: 'kubectl',
      text: [
        'kubectl create secret generic SECRET --namespace NAMESPACE \\',
        '  --from-file=KEY=FILE',
      ].join('\n'),
    },
    templatePatch({
      spec: {
        volumes: [{ name: 'credentials', secret: { secretName: 'SECRET' } }],
        containers: [
          {
            name: 'CONTAINER',
            env: [{ name: 'VARIABLE', $patch: 'delete' }],
            volumeMounts: [{ name: 'credentials', mountPath: '/etc/credentials', readOnly: true }],
          },
        ],
      },
    }),
    {
      form: 'aws',
      text: [
        'aws eks create-pod-identity-association --region REGION --cluster-name CLUSTER \\',
        '  --namespace NAMESPACE --service-account SERVICE_ACCOUNT \\',
        '  --role-arn arn:aws:iam::ACCOUNT:role/ROLE',
      ].join('\n'),
    },
    {
      form: 'cdk',
      text: [
        "import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';",
        '',
        "new CfnPodIdentityAssociation(this, 'Identity', {",
        "  clusterName: 'CLUSTER',",
        "  namespace: 'NAMESPACE',",
        "  serviceAccount: 'SERVICE_ACCOUNT',",
        '  roleArn: role.roleArn,',
        '});',
      ].join('\n'),
    },
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeContainers(item, 'namespace', ({ env }) =>
      env.flatMap(({ name, credentialForm }) =>
        credentialForm === undefined
          ? []
          : [{ field: `env[name=${name}].value`, value: credentialForm }],
      ),
    ),
});
