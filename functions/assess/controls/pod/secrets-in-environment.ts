import { control } from '../../../model/control.ts';
import type { Container } from '../../../model/pod-spec.ts';
import { judgeContainers, type Problem } from '../../pods/judge-pods.ts';
import { templatePart, templatePatch } from '../../pods/template-snippets.ts';
import { workloadItemReads, workloadItems } from '../../pods/workload-items.ts';

/**
 * Names of variables, Secrets and keys are told, and no value is ever read. Secrets that a container
 * takes over as a whole are one finding, since their names are often generated.
 */
export const secretsInEnvironment = control({
  id: 'SEC-02',
  title: 'No Secret is passed in an environment variable',
  domain: 'pod',
  severity: 'medium',
  reachMax: 'namespace',
  rationale:
    'Environment variables end up in crash dumps, logs and child processes, and stay as they were ' +
    'when the Secret is rotated.',
  remediation:
    'Mount the Secret as a volume, read-only, and let the program read the file. Better still fetch ' +
    'it from AWS Secrets Manager with the identity of the pod.',
  snippets: [
    templatePart({
      containers: [
        {
          name: 'CONTAINER',
          volumeMounts: [{ name: 'credentials', mountPath: '/etc/credentials', readOnly: true }],
        },
      ],
      volumes: [{ name: 'credentials', secret: { secretName: 'SECRET' } }],
    }),
    templatePatch({
      spec: { containers: [{ name: 'CONTAINER', env: [{ name: 'VARIABLE', $patch: 'delete' }] }] },
    }),
  ],
  ...workloadItemReads,
  items: workloadItems,
  judge: (item) =>
    judgeContainers(item, 'namespace', (container) => [
      ...secretVariables(container),
      ...wholeSecrets(container),
    ]),
});

function secretVariables({ env }: Container): readonly Problem[] {
  return env.flatMap(({ name, secretKeyRef }) =>
    secretKeyRef === undefined
      ? []
      : [
          {
            field: `env[name=${name}].valueFrom.secretKeyRef`,
            value: `${secretKeyRef.key} of ${secretText(secretKeyRef)}`,
          },
        ],
  );
}

function wholeSecrets({ envFrom }: Container): readonly Problem[] {
  return envFrom.flatMap(({ secretRef }) =>
    secretRef === undefined
      ? []
      : [{ field: 'envFrom.secretRef', value: `all of ${secretText(secretRef)}` }],
  );
}

/** An optional reference need not name a Secret. */
function secretText({ name }: { readonly name?: string | undefined }): string {
  return name === undefined ? 'a Secret' : `Secret ${name}`;
}
