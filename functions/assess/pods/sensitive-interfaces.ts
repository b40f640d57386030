import type { Container } from '../../model/pod-spec.ts';
import type { Pod } from '../../model/snapshot.ts';
import { imageRepository, isRepository } from './image-repository.ts';

/** An interface that gives whoever reaches it more than a web page. */
type SensitiveInterface = {
  readonly title: string;
  /** What can be done there. */
  readonly gives: Gift;
  /** Last segments of image repositories, in whatever registry. */
  readonly images?: readonly string[];
  /** Values of `app.kubernetes.io/name`, where one image has several tasks. */
  readonly labels?: readonly string[];
  /** The ports it listens on unless told otherwise. */
  readonly ports: readonly number[];
  /** Whether the port tells it whatever the image is: nothing else is registered for it. */
  readonly isToldByPort?: true;
};

type Gift = 'the cluster' | 'deployments' | 'code' | 'data' | 'metrics';

const dataStore = (title: string, images: readonly string[], ...ports: readonly number[]) =>
  ({ title, gives: 'data', images, ports, isToldByPort: true }) as const;

const sensitiveInterfaces: readonly SensitiveInterface[] = [
  {
    title: 'Kubernetes Dashboard',
    gives: 'the cluster',
    images: [
      'kubernetesui/dashboard',
      'kubernetesui/dashboard-api',
      'kubernetesui/dashboard-web',
      'kubernetes-dashboard-amd64',
    ],
    labels: ['kubernetes-dashboard', 'kubernetes-dashboard-kong'],
    ports: [8443, 9090],
  },
  { title: 'Headlamp', gives: 'the cluster', images: ['headlamp-k8s/headlamp'], ports: [4466] },
  { title: 'Weave Scope', gives: 'the cluster', images: ['weaveworks/scope'], ports: [4040] },
  { title: 'Rancher', gives: 'the cluster', images: ['rancher/rancher'], ports: [80, 443] },
  dataStore('etcd', ['etcd', 'etcd-development/etcd'], 2379, 2380),
  {
    title: 'Docker daemon',
    gives: 'the cluster',
    images: ['docker'],
    ports: [2375, 2376],
    isToldByPort: true,
  },
  { title: 'Helm Tiller', gives: 'the cluster', ports: [44134], isToldByPort: true },
  { title: 'Argo CD', gives: 'deployments', labels: ['argocd-server'], ports: [8080, 8083] },
  {
    title: 'Argo Workflows',
    gives: 'code',
    images: ['argocli'],
    labels: ['argo-server'],
    ports: [2746],
  },
  { title: 'Jenkins', gives: 'code', images: ['jenkins/jenkins', 'jenkins'], ports: [8080, 50000] },
  {
    title: 'Kubeflow',
    gives: 'code',
    images: ['kubeflownotebookswg/centraldashboard', 'ml-pipeline/frontend'],
    labels: ['centraldashboard'],
    ports: [8082, 3000],
  },
  {
    title: 'Jupyter',
    gives: 'code',
    images: ['jupyterhub/k8s-hub', 'jupyterhub/configurable-http-proxy'],
    labels: ['jupyterhub'],
    ports: [8888, 8000, 8081],
  },
  { title: 'Airflow', gives: 'code', images: ['apache/airflow', 'airflow'], ports: [8080] },
  { title: 'Flower of Celery', gives: 'code', images: ['mher/flower', 'flower'], ports: [5555] },
  {
    title: 'Spark',
    gives: 'code',
    images: ['apache/spark', 'spark', 'spark-operator/spark'],
    ports: [4040, 7077, 8080, 18080],
  },
  { title: 'Kibana', gives: 'data', images: ['kibana', 'opensearch-dashboards'], ports: [5601] },
  { title: 'pgAdmin', gives: 'data', images: ['dpage/pgadmin4'], ports: [80, 443] },
  { title: 'phpMyAdmin', gives: 'data', images: ['phpmyadmin'], ports: [80] },
  { title: 'Adminer', gives: 'data', images: ['adminer'], ports: [8080] },
  { title: 'mongo-express', gives: 'data', images: ['mongo-express'], ports: [8081] },
  dataStore('Redis', ['redis', 'redis/redis-stack', 'valkey/valkey', 'valkey'], 6379),
  dataStore('Memcached', ['memcached'], 11211),
  dataStore('PostgreSQL', ['postgres', 'postgresql'], 5432),
  dataStore('MySQL', ['mysql', 'mariadb'], 3306),
  dataStore('MongoDB', ['mongo', 'mongodb', 'mongodb-community-server'], 27017),
  dataStore('Elasticsearch', ['elasticsearch', 'opensearchproject/opensearch'], 9200, 9300),
  dataStore('Cassandra', ['cassandra'], 9042),
  dataStore('ZooKeeper', ['zookeeper'], 2181),
  { title: 'RabbitMQ management', gives: 'data', images: ['rabbitmq'], ports: [15672, 5672] },
  {
    title: 'Grafana',
    gives: 'metrics',
    images: ['grafana/grafana', 'grafana/grafana-enterprise', 'bitnami/grafana'],
    ports: [3000],
  },
  {
    title: 'Prometheus',
    gives: 'metrics',
    images: ['prom/prometheus', 'prometheus/prometheus', 'bitnami/prometheus'],
    ports: [9090],
  },
  {
    title: 'Alertmanager',
    gives: 'metrics',
    images: ['prom/alertmanager', 'prometheus/alertmanager', 'bitnami/alertmanager'],
    ports: [9093],
  },
  { title: 'Kiali', gives: 'metrics', images: ['kiali/kiali'], ports: [20001] },
  {
    title: 'Jaeger',
    gives: 'metrics',
    images: ['jaegertracing/all-in-one', 'jaegertracing/jaeger-query', 'jaegertracing/jaeger'],
    ports: [16686],
  },
];

const gifts: Readonly<Record<Gift, string>> = {
  'the cluster': 'rules the cluster',
  deployments: 'deploys to the cluster',
  code: 'runs code',
  data: 'holds data',
  metrics: 'shows what runs and how it is connected',
};

/** `Redis, which holds data`: the interfaces that a pod offers, whatever port they have. */
export function interfacesOf(pod: Pod): readonly string[] {
  return sensitiveInterfaces.filter((each) => isOffered(each, pod)).map(textOf);
}

/** The interfaces of some pods that answer at a port of theirs; of a port alone `the port of Redis`. */
export function interfacesAt(pods: readonly Pod[], port: number): readonly string[] {
  return sensitiveInterfaces.flatMap((each) => {
    if (pods.some((pod) => answersAt(each, pod, port))) return textOf(each);
    return pods.length > 0 && isToldBy(each, port) ? `the port of ${textOf(each)}` : [];
  });
}

function textOf({ title, gives }: SensitiveInterface): string {
  return `${title}, which ${gifts[gives]}`;
}

function isOffered(given: SensitiveInterface, pod: Pod): boolean {
  const declared = pod.spec.containers.flatMap(({ ports }) => ports);
  return (
    isNamed(given, pod) ||
    pod.spec.containers.some((container) => runs(given, container)) ||
    declared.some(({ containerPort }) => isToldBy(given, containerPort))
  );
}

function isToldBy({ ports, isToldByPort }: SensitiveInterface, port: number): boolean {
  return isToldByPort === true && ports.includes(port);
}

/**
 * At its usual port, or at one that is not another container's: a proxy beside it that asks for a
 * password has a port of its own.
 */
function answersAt(given: SensitiveInterface, pod: Pod, port: number): boolean {
  const { containers } = pod.spec;
  const owners = containers.filter(({ ports }) =>
    ports.some(({ containerPort }) => containerPort === port),
  );
  const isAnothers = owners.length > 0 && !owners.some((container) => runs(given, container));
  if (isNamed(given, pod)) return given.ports.includes(port) || owners.length === 0;
  const isRun = containers.some((container) => runs(given, container));
  return isRun && !isAnothers;
}

function isNamed({ labels = [] }: SensitiveInterface, pod: Pod): boolean {
  return labels.includes(pod.labels['app.kubernetes.io/name'] ?? '');
}

/** Replicas share their containers, and every interface is asked of each. */
const runBy = new WeakMap<Container, ReadonlySet<SensitiveInterface>>();

function runs(given: SensitiveInterface, container: Container): boolean {
  const known = runBy.get(container) ?? interfacesRunBy(container);
  runBy.set(container, known);
  return known.has(given);
}

function interfacesRunBy({ image = '' }: Container): ReadonlySet<SensitiveInterface> {
  const repository = imageRepository(image);
  return new Set(
    sensitiveInterfaces.filter(({ images = [] }) =>
      images.some((ending) => isRepository(repository, ending)),
    ),
  );
}
