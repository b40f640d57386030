/*
 * Places on a node that give more than files, and what each of them gives. Paths are those of the
 * operating systems that EKS offers and of other common ones.
 */

/** Sockets and pipes at which a container runtime takes commands. */
const runtimeSockets: Readonly<Record<string, string>> = {
  '/run/containerd/containerd.sock': 'containerd',
  '/run/docker.sock': 'Docker',
  '/run/crio/crio.sock': 'CRI-O',
  '/run/dockershim.sock': 'the container runtime',
  '/run/cri-dockerd.sock': 'Docker',
  '/run/podman/podman.sock': 'Podman',
  '/run/host-containerd/containerd.sock': 'the host containers of Bottlerocket',
  '/run/k3s/containerd/containerd.sock': 'containerd',
  '\\\\.\\pipe\\containerd-containerd': 'containerd',
  '\\\\.\\pipe\\docker_engine': 'Docker',
};

/** Places that are dangerous to read: all that is under them counts, and what leads there. */
const sensitivePlaces: Readonly<Record<string, string>> = {
  '/var/lib/kubelet/pods': 'tokens and Secrets of every pod on the node',
  '/var/lib/kubelet/pki': 'the credentials of the kubelet',
  '/var/lib/kubelet/config.json': 'the registry credentials of the kubelet',
  '/var/lib/kubelet/kubeconfig': 'the credentials of the kubelet',
  '/var/lib/cloud': 'the user data of the node',
  '/etc/kubernetes': 'configuration and credentials of the node',
  '/etc/cni/net.d': 'credentials of network plugins',
  '/etc/shadow': 'password hashes of the node',
  '/etc/ssh': 'the SSH keys of the node',
  '/root': 'keys and credentials of root',
  '/home': 'keys and credentials of the users of the node',
  '/eks-hybrid/.aws': 'AWS credentials of the node',
  '/var/eks-hybrid/.aws': 'AWS credentials of the node',
  '/proc': 'environment and open files of every process on the node',
  '/var/lib/containerd': 'the files of every container on the node',
  '/var/lib/docker': 'the files of every container on the node',
  '/var/lib/containers': 'the files of every container on the node',
  '/run/dbus': 'a way to command systemd',
  '/run/systemd/private': 'a way to command systemd',
};

/** A path without what makes no difference; /var/run is a link to /run. */
export function placeOnNode(written: string): string {
  if (!written.startsWith('/')) return written;
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  const isUnderRun = parts[0] === 'var' && parts[1] === 'run';
  return `/${(isUnderRun ? parts.slice(1) : parts).join('/')}`;
}

/** `the socket of Docker`, `a folder with the socket of containerd`; undefined without a socket. */
export function runtimeSocketIn(path: string): string | undefined {
  const own = runtimeSockets[path];
  if (own !== undefined) return `the socket of ${own}`;
  const under = Object.entries(runtimeSockets).find(([socket]) => holds(path, socket));
  return under && `a folder with the socket of ${under[1]}`;
}

/** Whether a path is a runtime's socket itself, in which there is nothing to read or to write. */
export function isRuntimeSocket(path: string): boolean {
  return runtimeSockets[path] !== undefined;
}

/** What is dangerous to read at a path; undefined where nothing is known to be. */
export function sensitiveContent(path: string): string | undefined {
  const found = Object.entries(sensitivePlaces).find(
    ([place]) => place === path || holds(place, path) || holds(path, place),
  );
  return found?.[1];
}

function holds(folder: string, path: string): boolean {
  return path.startsWith(folder === '/' ? folder : `${folder}/`);
}
