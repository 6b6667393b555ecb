/**
 * Ids of actions: how they are made, and what they are made of.
 *
 * I1: whoever makes an id and whoever checks one use the alphabet and the length that stand here and in the .proto file.
 * I2: the ids of an action follow from its plan alone, so that a second run of the same plan asks for the same ids in the same order.
 */

/** Characters of an id; `words` is the spelling of the .proto file. */
export const ACTION_ID_ALPHABET = { pattern: /^[A-Za-z0-9._:/-]*$/, words: "[A-Za-z0-9._:/-]" } as const;
export const MAX_ACTION_ID_CHARACTERS = 128;

/** Id of the action with this number, from 1, of a plan: `7h2k9w4mq0xe-1a/2`. */
export function actionIdOf(planId: string, number: number): string {
  return `${planId}/${number}`;
}

/** Id of the try with this number of an action; the first one has the id of the action itself: `7h2k9w4mq0xe-1a/2.3`. */
export function tryIdOf(actionId: string, number: number): string {
  return number <= 1 ? actionId : `${actionId}.${number}`;
}

/** Id of the action that a try belongs to. */
export function actionOfTry(tryId: string): string {
  return tryId.replace(/\.\d+$/, "");
}
