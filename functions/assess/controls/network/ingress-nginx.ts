import { control } from '../../../model/control.ts';
import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Ingress } from '../../../model/network-objects.ts';
import { workloadReadIds } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { judgeParts, type PartsFound, type Subject } from '../../../model/verdict.ts';
import { imageRepository, isRepository } from '../../pods/image-repository.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { ingressController } from '../../reach/ways/ingress-controllers.ts';

/**
 * Announced in November 2025 by Kubernetes SIG Network and the Security Response Committee:
 * best-effort maintenance until March 2026, and after that no releases, bug fixes or security
 * fixes. Images are known by their repository in any registry; of an image that only bears the
 * labels of the project it cannot be told whether somebody else maintains it. The controllers of
 * other makers that build on NGINX are other projects.
 *
 * A snippet is configuration that the controller takes over as it stands. Whether it does is a
 * setting in a ConfigMap that is not read; a snippet in an Ingress that another controller serves
 * does nothing.
 */
export const ingressNginx = control({
  id: 'NET-13',
  title: 'No retired ingress-nginx runs, and no Ingress injects NGINX configuration',
  domain: 'network',
  severity: 'high',
  reachMax: 'cluster',
  rationale:
    'The retired ingress-nginx gets no security fixes, and it may read the Secrets of every ' +
    'namespace, which a snippet in one Ingress can make it give away (CVE-2021-25742).',
  remediation:
    'Move to a maintained controller or to the Gateway API and delete the workload. Until then set ' +
    'allow-snippet-annotations to "false" in its ConfigMap and remove the snippet annotations.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl patch configmap CONTROLLER_CONFIG --namespace CONTROLLER_NAMESPACE \\
  --patch '{"data":{"allow-snippet-annotations":"false"}}'
kubectl annotate ingress INGRESS --namespace NAMESPACE \\
  nginx.ingress.kubernetes.io/configuration-snippet- \\
  nginx.ingress.kubernetes.io/server-snippet-`,
    },
    {
      form: 'yaml',
      text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: INGRESS
  namespace: NAMESPACE
  annotations:
    alb.ingress.kubernetes.io/scheme: internal
    alb.ingress.kubernetes.io/target-type: ip
    alb.ingress.kubernetes.io/listen-ports: '[{"HTTPS": 443}]'
    alb.ingress.kubernetes.io/certificate-arn: CERTIFICATE_ARN
spec:
  ingressClassName: alb
  rules:
    - host: DOMAIN
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service: {name: SERVICE, port: {number: 80}}`,
    },
    {
      form: 'kubectl',
      text: 'kubectl delete deployment CONTROLLER --namespace CONTROLLER_NAMESPACE',
    },
  ],
  subjectReads: ['pods', ...workloadReadIds, 'ingresses'],
  judgementReads: [],
  consultedReads: ['ingressclasses'],
  items: (snapshot): readonly (WorkloadItem | IngressItem)[] => [
    ...workloadItems(snapshot).filter(isIngressNginx),
    ...snapshot.ingresses.map((ingress) => ({
      subject: { kind: 'Ingress', namespace: ingress.namespace, name: ingress.name },
      ingress,
    })),
  ],
  judge: (item, snapshot) =>
    judgeParts('ingress' in item ? snippetsOf(item, snapshot) : retiredImages(item), 'cluster'),
});

type IngressItem = { readonly subject: Subject; readonly ingress: Ingress };

const repositories = ['ingress-nginx/controller', 'ingress-nginx/controller-chroot'] as const;
const snippet = /^nginx\.ingress\.kubernetes\.io\/.*-snippet$/;

function isIngressNginx(item: WorkloadItem): boolean {
  return retiredImages(item).evidence.length > 0 || hasLabels(item);
}

function retiredImages(item: WorkloadItem): PartsFound {
  const images = item.pods.flatMap(({ spec }) =>
    spec.containers.map(({ name, image = '' }) => ({
      path: `spec.containers[name=${name}].image`,
      value: image,
    })),
  );
  const retired = images.filter(({ value }) =>
    repositories.some((ending) => isRepository(imageRepository(value), ending)),
  );
  if (retired.length > 0 || !hasLabels(item)) return { evidence: retired, missing: [] };
  const others = [...new Set(images.map(({ value }) => imageRepository(value)))];
  return { evidence: [], missing: [`who maintains ${others.join(', ')}`] };
}

/** Labels of its installation; jobs that make certificates for it have another component. */
function hasLabels({ pods }: WorkloadItem): boolean {
  return pods.some(
    ({ labels }) =>
      labels['app.kubernetes.io/name'] === 'ingress-nginx' &&
      labels['app.kubernetes.io/component'] === 'controller',
  );
}

function snippetsOf({ ingress }: IngressItem, snapshot: Snapshot): PartsFound {
  const evidence = Object.entries(ingress.annotations).flatMap(([name, value]) =>
    snippet.test(name) ? [{ path: `metadata.annotations[${name}]`, value }] : [],
  );
  if (evidence.length === 0) return { evidence, missing: [] };
  const controller = ingressController(snapshot, ingress);
  if (controller.kind === 'unknown') {
    const [gap] = gapsIn(snapshot, ['ingressclasses']);
    return { evidence: [], missing: [gap === undefined ? controller.why : gapText(gap)] };
  }
  const isServed = controller.kind === 'pods' && controller.name === 'ingress-nginx';
  return { evidence: isServed ? evidence : [], missing: [] };
}
