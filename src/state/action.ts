/** What an ActionController is asked for, and how that ended. */
/** How an action ended, as far as the controller knows. Done is not yet seen to work. */
export type ActionResult =
  | { readonly kind: "done"; readonly wasRepeated: boolean; readonly message: string }
  /** Tried and failed. */
  | { readonly kind: "failed"; readonly message: string }
  /** Refused; trying again will not help. */
  | { readonly kind: "rejected"; readonly message: string }
  /** The controller is unreachable: not the service's fault. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "unreachable"; readonly message: string }
  /** No answer within the deadline. The action may have happened; it is repeated under the same id. */
  | { readonly kind: "timed-out"; readonly message: string };

export type LifecycleAction = "Start" | "Stop" | "Restart";
