function managedBy(manager: string, fieldsV1: unknown): object {
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-11-20T08:15:09Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
  };
}

const fields = (...names: readonly string[]): Record<string, object> =>
  Object.fromEntries(names.map((name) => [`f:${name}`, {}]));

const containerFields = {
  '.': {},
  ...fields('name', 'image', 'args', 'imagePullPolicy', 'terminationMessagePath'),
  'f:env': { '.': {}, 'k:{"name":"LOG_LEVEL"}': { '.': {}, ...fields('name', 'value') } },
  'f:ports': { '.': {}, 'k:{"containerPort":8080,"protocol":"TCP"}': fields('name', 'protocol') },
  'f:resources': { '.': {}, 'f:limits': fields('memory'), 'f:requests': fields('cpu', 'memory') },
  'f:securityContext': { '.': {}, ...fields('allowPrivilegeEscalation', 'capabilities') },
};

const specFields = {
  'f:metadata': {
    'f:annotations': fields('prometheus.io/scrape', 'prometheus.io/port'),
    'f:labels': fields('app', 'app.kubernetes.io/name', 'pod-template-hash'),
  },
  'f:spec': {
    'f:containers': { 'k:{"name":"server"}': containerFields },
    ...fields('dnsPolicy', 'enableServiceLinks', 'restartPolicy', 'schedulerName'),
  },
};

const statusFields = {
  'f:status': {
    'f:conditions': {
      'k:{"type":"Ready"}': { '.': {}, ...fields('lastProbeTime', 'status', 'type') },
      'k:{"type":"Initialized"}': { '.': {}, ...fields('lastProbeTime', 'status', 'type') },
    },
    ...fields('containerStatuses', 'hostIP', 'phase', 'podIP', 'startTime'),
  },
};

/** Who set which fields of a pod: a third of what an API server sends of it. */
export const managedFields = [
  managedBy('kube-controller-manager', specFields),
  { ...managedBy('kubelet', statusFields), subresource: 'status' },
];
