import { managedFields } from './bench-managed-fields.ts';

/** Of every 100 pods, 32 are of 8 daemon sets, the others of deployments with 4 replicas. */
const daemonSets = 8;
const daemonPodsOf100 = 32;
const replicas = 4;

/** Which workload a pod is of. */
function workloadOf(index: number): { readonly app: string; readonly number: number } {
  const place = index % 100;
  if (place < daemonPodsOf100) {
    return { app: `agent-${place % daemonSets}`, number: place % daemonSets };
  }
  const inDeployments = Math.floor(index / 100) * (100 - daemonPodsOf100) + place - daemonPodsOf100;
  const number = daemonSets + Math.floor(inDeployments / replicas);
  return { app: `service-${number}`, number };
}

/** Pods as an API server lists them: in order of namespace and name. */
export function benchPods(count: number): readonly unknown[] {
  const pods = Array.from({ length: count }, (_, index) => benchPod(index));
  return pods.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ pod }) => pod);
}

/** A pod with its key in the API server: about 6.6 KB, a third of it managed fields. */
function benchPod(index: number): { readonly key: string; readonly pod: unknown } {
  const { app, number } = workloadOf(index);
  const hash = number.toString(16).padStart(10, '7');
  const name = `${app}-${hash}-${index.toString(36).padStart(5, 'b')}`;
  const namespace = `team-${number % 80}`;
  const pod = {
    metadata: {
      name,
      generateName: `${app}-${hash}-`,
      namespace,
      uid: uidOf(index),
      resourceVersion: String(1_000_000 + index),
      generation: 1,
      creationTimestamp: '2026-11-20T08:15:00Z',
      labels: {
        app,
        'app.kubernetes.io/name': app,
        'app.kubernetes.io/instance': `${app}-live`,
        'app.kubernetes.io/version': `1.${index % 30}.0`,
        'pod-template-hash': hash,
      },
      annotations: {
        'prometheus.io/scrape': 'true',
        'prometheus.io/port': '9090',
        'kubectl.kubernetes.io/restartedAt': '2026-11-20T08:14:58Z',
      },
      ownerReferences: [replicaSet(number, `${app}-${hash}`)],
      managedFields,
    },
    spec: podSpec(index, app),
    status: podStatus(index, app),
  };
  return { key: `${namespace}/${name}`, pod };
}

const replicaSet = (index: number, name: string): unknown => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  name,
  uid: uidOf(index),
  controller: true,
  blockOwnerDeletion: true,
});

/** A policy that lets some pods of a namespace in, and out to DNS and a database. */
export function benchPolicy(index: number): unknown {
  const app = `service-${index % 400}`;
  return {
    metadata: {
      name: `${app}-policy-${index}`,
      namespace: `team-${index % 80}`,
      uid: uidOf(index),
      resourceVersion: String(2_000_000 + index),
      creationTimestamp: '2026-11-01T00:00:00Z',
      labels: { app },
    },
    spec: {
      podSelector: { matchLabels: { app } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { app: `service-${(index + 1) % 400}` } } },
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } },
          ],
          ports: [{ protocol: 'TCP', port: 8080 }],
        },
      ],
      egress: [
        { ports: [{ protocol: 'UDP', port: 53 }] },
        { to: [{ ipBlock: { cidr: `10.${index % 250}.0.0/16` } }], ports: [{ port: 5432 }] },
      ],
    },
  };
}

const uidOf = (index: number): string =>
  `5f0c1d2e-3b4a-4c5d-8e9f-${index.toString(16).padStart(12, '0')}`;

function podSpec(index: number, app: string): unknown {
  return {
    volumes: volumesOf(index, app),
    initContainers: [containerOf(index, app, 'migrate')],
    containers: [containerOf(index, app, 'server'), containerOf(index, app, 'metrics')],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: app,
    serviceAccount: app,
    nodeName: `ip-10-0-${index % 200}-${index % 250}.eu-west-1.compute.internal`,
    securityContext: { runAsNonRoot: true, fsGroup: 1000 },
    schedulerName: 'default-scheduler',
    tolerations: ['not-ready', 'unreachable'].map((key) => ({
      key: `node.kubernetes.io/${key}`,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: 300,
    })),
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

function volumesOf(index: number, app: string): readonly unknown[] {
  return [
    { name: 'config', configMap: { name: `${app}-config`, defaultMode: 420 } },
    { name: 'cache', emptyDir: {} },
    {
      name: tokenVolume(index),
      projected: {
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          {
            configMap: {
              name: 'kube-root-ca.crt',
              items: [{ key: 'ca.crt', path: 'ca.crt' }],
            },
          },
        ],
        defaultMode: 420,
      },
    },
  ];
}

/** Each pod has a token volume of its own name, so that no two replicas are quite the same. */
const tokenVolume = (index: number): string =>
  `kube-api-access-${index.toString(36).padStart(5, 'x')}`;

function containerOf(index: number, app: string, name: string): unknown {
  return {
    name,
    image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${app}/${name}:2026.11.20`,
    args: ['--listen=:8080', '--log=json'],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
      { name: 'DB_URL', valueFrom: { secretKeyRef: { name: `${app}-db`, key: 'url' } } },
    ],
    resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
    volumeMounts: [
      { name: 'config', mountPath: '/etc/app', readOnly: true },
      { name: 'cache', mountPath: '/var/cache/app' },
      {
        name: tokenVolume(index),
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
        readOnly: true,
      },
    ],
    imagePullPolicy: 'IfNotPresent',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

function podStatus(index: number, app: string): unknown {
  const ip = `10.${index % 250}.${Math.floor(index / 250) % 250}.7`;
  return {
    phase: 'Running',
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'PodScheduled'].map(
      (type) => ({
        type,
        status: 'True',
        lastProbeTime: null,
        lastTransitionTime: '2026-11-20T08:15:09Z',
      }),
    ),
    hostIP: `10.0.${index % 200}.${index % 250}`,
    podIP: ip,
    podIPs: [{ ip }],
    startTime: '2026-11-20T08:15:00Z',
    containerStatuses: ['server', 'metrics'].map((name) => ({
      name,
      state: { running: { startedAt: '2026-11-20T08:15:07Z' } },
      lastState: {},
      ready: true,
      restartCount: 0,
      image: `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${app}/${name}:2026.11.20`,
      started: true,
    })),
    qosClass: 'Burstable',
  };
}
