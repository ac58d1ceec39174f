import { endOf, inStartOrder, type FaultedLoad, type Iteration } from './faulted-load.ts';

/**
 * Successful iterations that had ended when the fault was injected, without the first `warmUp` of the load; of a load without a
 * fault all of them.
 */
export function beforeFault({ iterations, faultAt }: FaultedLoad, warmUp: number): readonly Iteration[] {
  return inStartOrder(iterations)
    .slice(warmUp)
    .filter((iteration) => !iteration.failed && endOf(iteration) < (faultAt ?? Infinity));
}
