import type { Container, PodSpec, Volume } from '../../model/pod-spec.ts';
import { credentialForm } from './credential-form.ts';
import { handlerHostsOf } from './handler-hosts.ts';
import type {
  RawContainer,
  RawContainerSecurityContext,
  RawPodSpec,
  RawResources,
  RawSecurityContext,
  RawVolume,
} from './raw-pod-spec.ts';

/** The part of a pod spec that is kept. Null is nothing, and defaults are the API server's. */
export function podSpecOf(raw: RawPodSpec): PodSpec {
  return {
    serviceAccountName: raw.serviceAccountName ?? 'default',
    automountServiceAccountToken: raw.automountServiceAccountToken ?? undefined,
    hostNetwork: raw.hostNetwork ?? false,
    hostPID: raw.hostPID ?? false,
    hostIPC: raw.hostIPC ?? false,
    hostUsers: raw.hostUsers ?? undefined,
    os: raw.os ?? undefined,
    runtimeClassName: raw.runtimeClassName ?? undefined,
    securityContext: podSecurityContextOf(raw.securityContext ?? {}),
    initContainers: (raw.initContainers ?? []).map(containerOf),
    containers: (raw.containers ?? []).map(containerOf),
    ephemeralContainers: (raw.ephemeralContainers ?? []).map(containerOf),
    volumes: (raw.volumes ?? []).map(volumeOf),
    ...(raw.resources && { limits: limitsOf(raw.resources) }),
  };
}

function podSecurityContextOf(raw: RawSecurityContext): PodSpec['securityContext'] {
  return { ...sharedFields(raw), sysctls: raw.sysctls ?? [] };
}

function containerSecurityContextOf(
  raw: RawContainerSecurityContext,
): Container['securityContext'] {
  const { capabilities } = raw;
  return {
    privileged: raw.privileged ?? undefined,
    allowPrivilegeEscalation: raw.allowPrivilegeEscalation ?? undefined,
    readOnlyRootFilesystem: raw.readOnlyRootFilesystem ?? undefined,
    procMount: raw.procMount ?? undefined,
    capabilities: capabilities
      ? { add: capabilities.add ?? [], drop: capabilities.drop ?? [] }
      : undefined,
    ...sharedFields(raw),
  };
}

function sharedFields(raw: Omit<RawSecurityContext, 'sysctls'>) {
  const { seLinuxOptions: seLinux } = raw;
  return {
    runAsNonRoot: raw.runAsNonRoot ?? undefined,
    runAsUser: raw.runAsUser ?? undefined,
    seLinuxOptions: seLinux
      ? {
          type: seLinux.type ?? undefined,
          user: seLinux.user ?? undefined,
          role: seLinux.role ?? undefined,
        }
      : undefined,
    seccompProfile: typed(raw.seccompProfile),
    appArmorProfile: typed(raw.appArmorProfile),
    windowsOptions: raw.windowsOptions
      ? { hostProcess: raw.windowsOptions.hostProcess ?? undefined }
      : undefined,
  };
}

function typed(raw: { readonly type?: string | null | undefined } | null | undefined) {
  return raw ? { type: raw.type ?? undefined } : undefined;
}

function containerOf(raw: RawContainer): Container {
  return {
    name: raw.name ?? '',
    image: raw.image ?? undefined,
    restartPolicy: raw.restartPolicy ?? undefined,
    securityContext: containerSecurityContextOf(raw.securityContext ?? {}),
    ports: (raw.ports ?? []).map((port) => ({
      name: port.name ?? undefined,
      containerPort: port.containerPort,
      protocol: port.protocol ?? 'TCP',
      hostPort: port.hostPort ?? undefined,
    })),
    env: (raw.env ?? []).map(({ name, value, valueFrom }) => ({
      name,
      secretKeyRef: keyOf(valueFrom?.secretKeyRef),
      configMapKeyRef: keyOf(valueFrom?.configMapKeyRef),
      credentialForm: credentialForm(name, value ?? ''),
    })),
    envFrom: (raw.envFrom ?? []).map(({ secretRef, configMapRef }) => ({
      secretRef: nameOf(secretRef),
      configMapRef: nameOf(configMapRef),
    })),
    volumeMounts: (raw.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
      name: withoutGeneratedPart(name),
      mountPath,
      readOnly: readOnly ?? false,
    })),
    handlerHosts: handlerHostsOf(raw),
    limits: limitsOf(raw.resources),
  };
}

/** A quantity of nothing limits nothing: the runtime takes zero for no limit. */
function limitsOf(resources: RawResources): string[] {
  return Object.entries(resources?.limits ?? {})
    .filter(([, quantity]) => !/^\+?0*(\.0*)?[a-z]*$/i.test(String(quantity)))
    .map(([name]) => name)
    .sort();
}

type RawName = { readonly name?: string | null | undefined };

function nameOf(raw: RawName | null | undefined) {
  return raw ? { name: raw.name ?? undefined } : undefined;
}

function keyOf(raw: (RawName & { readonly key: string }) | null | undefined) {
  return raw ? { name: raw.name ?? undefined, key: raw.key } : undefined;
}

function volumeOf(raw: RawVolume): Volume {
  const { name, hostPath, secret, configMap, persistentVolumeClaim } = raw;
  const type = Object.keys(raw).find((key) => key !== 'name' && Boolean(raw[key]));
  return {
    name: withoutGeneratedPart(name),
    // The API server makes a volume without a source an emptyDir.
    type: type ?? 'emptyDir',
    hostPath: hostPath ? { path: hostPath.path, type: hostPath.type ?? undefined } : undefined,
    secret: secret ? { secretName: secret.secretName ?? undefined } : undefined,
    configMap: nameOf(configMap),
    persistentVolumeClaim: persistentVolumeClaim ?? undefined,
    csiDriver: raw.csi?.driver,
  };
}

const tokenVolume = /^kube-api-access-[a-z0-9]{5}$/;

/** Each pod gets a token volume of its own name, which would make every replica a different one. */
function withoutGeneratedPart(name: string): string {
  return tokenVolume.test(name) ? 'kube-api-access' : name;
}

/** Whether two names are the same but for what is generated for each pod. */
export function isSameName(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return (
    typeof a === 'string' && typeof b === 'string' && tokenVolume.test(a) && tokenVolume.test(b)
  );
}
