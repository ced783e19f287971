/**
 * Detects a lost alarm of a Durable Object: the platform may drop one. An object that sets an alarm stores the time it is
 * for, and checks it here with every event that wakes it.
 */

/**
 * An alarm this overdue was lost. Where an object moves its alarm back and forth in quick succession, the platform may
 * keep a later time than the object set, or no alarm: https://github.com/cloudflare/workerd/issues/7330
 */
const LOST_ALARM_MS = 10_000;

/** Whether an alarm that was set for `at` is so overdue at `now` that it has to be set again. Both in ms since 1970. */
export const isAlarmLost = (at: number, now: number): boolean => at <= now - LOST_ALARM_MS;
