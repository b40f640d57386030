import type { ImageReference } from './image-repository.ts';

/*
 * Who may publish an image: what is known of registries, and of the names in them. A list of the
 * registries that a company trusts would stand before this one.
 */

/** Registries in which one maker publishes, or one that vets what others do. */
const vettedRegistries: readonly string[] = [
  'registry.k8s.io',
  'k8s.gcr.io',
  'mcr.microsoft.com',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'registry.connect.redhat.com',
  'registry.suse.com',
  'container-registry.oracle.com',
  'docker.elastic.co',
  'dhi.io',
  'cgr.dev',
  'cr.l5d.io',
  'cr.fluentbit.io',
  'reg.kyverno.io',
  'oci.external-secrets.io',
  'gke.gcr.io',
];

/** Registries in which anybody may open an account and offer images to everybody. */
const openRegistries: readonly string[] = [
  'docker.io',
  'quay.io',
  'ghcr.io',
  'public.ecr.aws',
  'registry.gitlab.com',
  'ttl.sh',
];

/** Names that a known project or company holds, by registry. */
const knownPublishers: Readonly<Record<string, readonly string[]>> = {
  'docker.io': [
    'library',
    'amazon',
    'apache',
    'aquasec',
    'argoproj',
    'bitnami',
    'bitnamilegacy',
    'bitnamisecure',
    'calico',
    'cilium',
    'cockroachdb',
    'confluentinc',
    'coredns',
    'curlimages',
    'datadog',
    'docker',
    'dynatrace',
    'envoyproxy',
    'falcosecurity',
    'fluent',
    'gitlab',
    'grafana',
    'hashicorp',
    'istio',
    'jaegertracing',
    'jenkins',
    'kiwigrid',
    'kong',
    'kubernetesui',
    'kumahq',
    'minio',
    'mongodb',
    'natsio',
    'newrelic',
    'nginx',
    'nginxinc',
    'nvidia',
    'openpolicyagent',
    'opensearchproject',
    'openzipkin',
    'otel',
    'percona',
    'prom',
    'rabbitmqoperator',
    'rancher',
    'redis',
    'splunk',
    'sysdig',
    'temporalio',
    'timescale',
    'valkey',
    'velero',
    'victoriametrics',
  ],
  'quay.io': [
    'argoproj',
    'brancz',
    'calico',
    'cilium',
    'coreos',
    'jetstack',
    'keycloak',
    'kiali',
    'kiwigrid',
    'kubevirt',
    'metallb',
    'minio',
    'openshift',
    'prometheus',
    'prometheus-operator',
    'prometheuscommunity',
    'strimzi',
    'thanos',
    'tigera',
  ],
  'ghcr.io': [
    'actions',
    'aquasecurity',
    'argoproj',
    'cloudnative-pg',
    'dexidp',
    'external-secrets',
    'fluxcd',
    'grafana',
    'headlamp-k8s',
    'jaegertracing',
    'k8snetworkplumbingwg',
    'kedacore',
    'kube-vip',
    'kubereboot',
    'kyverno',
    'linkerd',
    'open-telemetry',
    'opencost',
    'projectcontour',
    'prometheus-community',
    'sigstore',
    'spiffe',
    'stakater',
  ],
  'public.ecr.aws': [
    'amazoncorretto',
    'amazonlinux',
    'aws-controllers-k8s',
    'aws-ec2',
    'aws-gateway-controller',
    'aws-observability',
    'aws-secrets-manager',
    'bitnami',
    'bottlerocket',
    'cloudwatch-agent',
    'datadog',
    'docker',
    'ebs-csi-driver',
    'efs-csi-driver',
    'eks',
    'eks-distro',
    'fsx-csi-driver',
    'hashicorp',
    'karpenter',
    'lambda',
    'lts',
    'mountpoint-s3-csi-driver',
    'neuron',
    'ubuntu',
    'xray',
  ],
  'registry.gitlab.com': ['gitlab-org'],
  'nvcr.io': ['nvidia', 'nim'],
  'gcr.io': [
    'cadvisor',
    'cloud-sql-connectors',
    'cloudsql-docker',
    'distroless',
    'google-containers',
    'google-samples',
    'istio-release',
    'kaniko-project',
    'knative-releases',
    'kubebuilder',
    'tekton-releases',
  ],
  'us-central1-docker.pkg.dev': ['google-samples', 'online-boutique-ci'],
  'us-docker.pkg.dev': ['google-samples', 'fairwinds-ops'],
};

/**
 * Accounts from which Amazon EKS serves the images of its add-ons (EKS user guide, "View Amazon
 * container image registries for Amazon EKS add-ons").
 */
const eksAccounts: ReadonlySet<string> = new Set([
  '602401143452',
  '877085696533',
  '800184023465',
  '533267051163',
  '296578399912',
  '900889452093',
  '491585149902',
  '151610086707',
  '333609536671',
  '121268973566',
  '918309763551',
  '961992271922',
  '590381155156',
  '455263428931',
  '900612956339',
  '066635153087',
  '730335286997',
  '558608220178',
  '759879836304',
  '761377655185',
  '151742754352',
  '013241004608',
  '877088126301',
]);

const privateEcr =
  /^(?<account>\d{12})\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.(com|com\.cn|eu)|on\.aws|on\.amazonwebservices\.com\.cn)$/;

/** `known`: who publishes there is. `open`: anybody does. `unknown`: it is not known who may. */
export type Publisher = 'known' | 'open' | 'unknown';

/** Who publishes an image, as seen from a cluster in an AWS account. */
export function publisherOf(
  { registry, repository }: Pick<ImageReference, 'registry' | 'repository'>,
  account: string,
): Publisher {
  const ecrAccount = privateEcr.exec(registry)?.groups?.['account'];
  if (ecrAccount !== undefined) {
    return ecrAccount === account || eksAccounts.has(ecrAccount) ? 'known' : 'unknown';
  }
  const [name = ''] = repository.split('/');
  if (vettedRegistries.includes(registry)) return 'known';
  if (knownPublishers[registry]?.includes(name)) return 'known';
  return openRegistries.includes(registry) ? 'open' : 'unknown';
}
