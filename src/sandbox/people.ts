/**
 * The people of the sandbox: `sandbox.resident('wmLi').says('满意')`, `sandbox.staff('zhangwei').taps('领取')`.
 * They act through the platform only: what they do becomes a callback, what they hear came in by the API.
 */
import type { Postman } from './callbacks.js';
import type { Resident, ResidentOptions } from './residents.js';
import { residentOf } from './residents.js';
import type { Staff, StaffOptions } from './staff.js';
import { staffOf } from './staff.js';
import type { World } from './state.js';

export type People = {
  resident(externalUserId: string, options?: ResidentOptions): Resident;
  staff(userid: string, options?: StaffOptions): Staff;
};

export const newPeople = (world: World, postman: Postman): People => ({
  resident: (id, options = {}) => residentOf(world, postman, id, options),
  staff: (userid, options = {}) => staffOf(world, postman, userid, options),
});
