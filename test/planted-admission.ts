type Metadata = (name: string, namespace?: string) => { readonly annotations: object };

/** What stands around workloads and before the cluster, with a mark wherever a secret may be. */
export function plantedAdmission(mark: string, metadata: Metadata) {
  const object = (apiVersion: string, kind: string, more: object) => ({
    apiVersion,
    kind,
    metadata: metadata(kind.toLowerCase(), 'app'),
    ...more,
  });
  return [
    ...around(mark, object),
    ...webhooks(mark, object),
    ...kyverno(mark, object),
    ...gatekeeper(mark, object),
  ];
}

type MakeObject = (
  apiVersion: string,
  kind: string,
  more: object,
) => { readonly apiVersion: string; readonly kind: string; readonly metadata: object };

function around(mark: string, object: MakeObject) {
  const source = { csi: { driver: 'x', volumeHandle: `${mark}-handle` } };
  return [
    object('v1', 'ServiceAccount', {
      secrets: [{ name: 'token', fieldPath: `${mark}-field` }],
      imagePullSecrets: [{ name: `${mark}-pull` }],
    }),
    object('v1', 'PersistentVolume', {
      spec: {
        csi: {
          ...source.csi,
          volumeAttributes: { password: `${mark}-attribute` },
          nodePublishSecretRef: { name: `${mark}-secret` },
        },
        mountOptions: [`password=${mark}-mount`],
        claimRef: { namespace: 'app', name: 'data', uid: `${mark}-uid` },
        nodeAffinity: { required: { nodeSelectorTerms: [{ [mark]: mark }] } },
      },
      status: { message: `${mark}-message` },
    }),
    object('v1', 'PersistentVolume', {
      metadata: { name: 'flex' },
      spec: { flexVolume: { driver: 'x', options: { key: `${mark}-option` } } },
    }),
    object('v1', 'PersistentVolume', {
      metadata: { name: 'odd' },
      spec: { [`${mark}Source`]: { key: `${mark}-source` } },
    }),
    object('v1', 'PersistentVolumeClaim', {
      spec: { volumeName: 'a', dataSource: { name: `${mark}-source` } },
    }),
    object('storage.k8s.io/v1', 'StorageClass', {
      provisioner: 'ebs.csi.aws.com',
      parameters: {
        encrypted: 'true',
        restuserkey: `${mark}-key`,
        'csi.storage.k8s.io/provisioner-secret-name': `${mark}-name`,
      },
      mountOptions: [`password=${mark}-mount`],
    }),
    object('v1', 'ResourceQuota', { spec: { hard: { pods: `${mark}-amount` } } }),
    object('v1', 'LimitRange', { spec: { limits: [{ max: { cpu: `${mark}-amount` } }] } }),
    object('external-secrets.io/v1', 'ExternalSecret', {
      spec: { target: { template: { data: { password: `${mark}-template` } } } },
      status: { conditions: [{ message: `${mark}-condition` }] },
    }),
    object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', {
      spec: { parameters: { objects: `${mark}-objects` } },
    }),
    object('v1', 'Node', {
      spec: { providerID: `${mark}-provider` },
      status: { nodeInfo: { kubeletVersion: 'v1.33.4', machineID: `${mark}-machine` } },
    }),
  ];
}

function webhooks(mark: string, object: MakeObject) {
  const group = 'admissionregistration.k8s.io/v1';
  const expression = 'true';
  const webhook = {
    name: 'a.example.com',
    clientConfig: {
      caBundle: `${mark}-certificate`,
      service: { namespace: 'app', name: 'a', path: `/${mark}` },
    },
    matchConditions: [{ name: 'a', expression: `request.name != "${mark}"` }],
  };
  const atUrl = {
    name: 'b.example.com',
    clientConfig: { url: `https://example.com/?token=${mark}` },
  };
  return [
    object(group, 'ValidatingWebhookConfiguration', { webhooks: [webhook, atUrl] }),
    object(group, 'MutatingWebhookConfiguration', { webhooks: [webhook, atUrl] }),
    object(group, 'ValidatingAdmissionPolicy', {
      spec: {
        validations: [{ expression, message: `${mark}-message` }],
        matchConditions: [{ name: 'a', expression: `${mark}` }],
        variables: [{ name: 'a', expression: `"${mark}"` }],
        auditAnnotations: [{ key: 'a', valueExpression: `"${mark}"` }],
      },
    }),
    object(group, 'ValidatingAdmissionPolicyBinding', {
      spec: { policyName: 'a', paramRef: { name: `${mark}-params` } },
    }),
  ];
}

function kyverno(mark: string, object: MakeObject) {
  const resources = { kinds: ['Pod'], annotations: { token: `${mark}-annotation` } };
  const rule = {
    name: 'a',
    match: { any: [{ resources }] },
    exclude: { all: [{ resources }] },
    context: [
      { name: 'x', variable: { value: `${mark}-variable` } },
      { name: 'y', apiCall: { service: { url: `https://u:${mark}@example.com` } } },
    ],
    preconditions: { all: [{ key: `${mark}-key`, operator: 'Equals', value: `${mark}-value` }] },
    validate: {
      message: `${mark}-message`,
      podSecurity: { level: 'baseline', exclude: [{ values: [`${mark}-value`] }] },
    },
    verifyImages: [{ attestors: [{ entries: [{ keys: { publicKeys: `${mark}-key` } }] }] }],
    mutate: { patchStrategicMerge: { data: { password: `${mark}-patch` } } },
    generate: { data: { stringData: { password: `${mark}-data` } } },
  };
  const inCel = {
    spec: {
      validations: [{ expression: `"${mark}"` }],
      matchConditions: [{ name: 'a', expression: `"${mark}"` }],
      variables: [{ name: 'a', expression: `"${mark}"` }],
      credentials: { secrets: [`${mark}-secret`] },
      attestors: [{ name: 'a', cosign: { key: { data: `${mark}-key` } } }],
    },
  };
  const cel = 'policies.kyverno.io/v1';
  return [
    object('kyverno.io/v1', 'ClusterPolicy', { spec: { rules: [rule] } }),
    object('kyverno.io/v1', 'Policy', { spec: { rules: [rule] } }),
    object('kyverno.io/v2', 'PolicyException', {
      spec: {
        exceptions: [{ policyName: 'a', ruleNames: [`${mark}-rule`] }],
        match: { any: [{ resources }] },
        conditions: { all: [{ key: `${mark}-key` }] },
      },
    }),
    object(cel, 'ValidatingPolicy', inCel),
    object(cel, 'NamespacedValidatingPolicy', inCel),
    object(cel, 'ImageValidatingPolicy', inCel),
    object(cel, 'NamespacedImageValidatingPolicy', inCel),
    object(cel, 'PolicyException', {
      spec: {
        policyRefs: [{ name: 'a', kind: 'ValidatingPolicy' }],
        matchConditions: [{ name: 'a', expression: `"${mark}"` }],
        allowedValues: [`${mark}-value`],
      },
    }),
  ];
}

function gatekeeper(mark: string, object: MakeObject) {
  return [
    object('templates.gatekeeper.sh/v1', 'ConstraintTemplate', {
      spec: {
        crd: { spec: { names: { kind: 'K8sPSPCapabilities' } } },
        targets: [{ rego: `# ${mark}`, libs: [`# ${mark}`] }],
      },
    }),
    object('constraints.gatekeeper.sh/v1beta1', 'K8sPSPCapabilities', {
      spec: { enforcementAction: 'deny' },
      status: { violations: [{ message: `${mark}-violation` }] },
    }),
  ];
}
