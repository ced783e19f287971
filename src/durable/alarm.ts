/**
 * What every object's one alarm needs to know of the platform's: that it may get lost. Used by whoever sets an alarm and
 * remembers for when; asked with whatever wakes the object.
 */

/**
 * So late, an alarm was lost. The platform may keep one later than the object stored it, or not at all, where it was
 * moved back and forth in quick succession: https://github.com/cloudflare/workerd/issues/7330
 */
const LOST_ALARM_MS = 10_000;

/** Whether an alarm that was set for `at` should have gone off long ago, and has to be set anew. Both in ms since 1970. */
export const isAlarmLost = (at: number, now: number): boolean => at <= now - LOST_ALARM_MS;
