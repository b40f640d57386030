export type CallOptions = { readonly abortSignal: AbortSignal };

/**
 * What a call gives, or the reason of the deadline once that is over. The client gives up what it
 * is sending by itself; what it waits for before its next try is left behind here.
 */
export async function withinDeadline<Answer>(
  deadline: AbortSignal,
  call: (options: CallOptions) => Promise<Answer>,
): Promise<Answer> {
  deadline.throwIfAborted();
  const { promise: over, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(deadline.reason);
  deadline.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([call({ abortSignal: deadline }), over]);
  } catch (error) {
    // Whichever of the two is first: the client calls the same thing an abort.
    throw deadline.aborted ? deadline.reason : error;
  } finally {
    deadline.removeEventListener('abort', end);
  }
}
