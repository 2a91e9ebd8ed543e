/** 通讯录: members of the company who join, change and leave, and its departments; each is told by a callback of the contacts. */
import type { Delivery, Postman } from './callbacks.js';
import type { Fields } from './envelope.js';
import type { StaffState, World } from './state.js';
import { changed } from './state.js';

export type Contacts = {
  /** A member is added. */
  joins(userid: string, given?: { readonly name?: string; readonly department?: number }): Promise<Delivery>;
  /** Name, department or userid of a member change; what is left out stays. */
  changes(
    userid: string,
    change: { readonly userid?: string; readonly name?: string; readonly department?: number },
  ): Promise<Delivery>;
  /** A member is deleted. */
  quits(userid: string): Promise<Delivery>;
  /** A department is made, gets another name, or is deleted (null). */
  party(id: number, name: string | null): Promise<Delivery>;
};

/** As those contacts tell it that were set up after August 2022: the userid and the departments, and no more. */
export function newContacts(world: World, postman: Postman): Contacts {
  const tell = (ChangeType: string, fields: Fields): Promise<Delivery> =>
    postman.post('app', {
      ToUserName: world.settings.corpId,
      FromUserName: 'sys',
      CreateTime: Math.floor(world.now() / 1000),
      MsgType: 'event',
      Event: 'change_contact',
      ChangeType,
      ...fields,
    });
  return {
    joins(userid, { name = userid, department = 1 } = {}) {
      const before = world.staff.get(userid);
      if (before === undefined)
        world.staff.set(userid, { userid, name, department, active: true, arrivals: [], heard: [] });
      else Object.assign(before, { name, department, active: true });
      changed(world, 'staff', userid);
      return tell('create_user', { UserID: userid, Department: String(department) });
    },
    changes(userid, { userid: fresh, name, department }) {
      const member = memberOf(world, userid);
      const after: StaffState = {
        ...member,
        userid: fresh ?? userid,
        name: name ?? member.name,
        department: department ?? member.department,
      };
      world.staff.delete(userid);
      world.staff.set(after.userid, after);
      changed(world, 'staff', after.userid);
      return tell('update_user', {
        UserID: userid,
        ...(fresh === undefined ? {} : { NewUserID: fresh }),
        ...(department === undefined ? {} : { Department: String(department) }),
      });
    },
    quits(userid) {
      memberOf(world, userid).active = false;
      changed(world, 'staff', userid);
      return tell('delete_user', { UserID: userid });
    },
    party(id, name) {
      const isKnown = world.departments.has(id);
      if (name === null) world.departments.delete(id);
      else world.departments.set(id, { name, parent: world.departments.get(id)?.parent ?? 1 });
      const type = name === null ? 'delete_party' : isKnown ? 'update_party' : 'create_party';
      return tell(type, { Id: String(id), ...(name === null ? {} : { Name: name }) });
    },
  };
}

function memberOf(world: World, userid: string): StaffState {
  const member = world.staff.get(userid);
  if (member === undefined) throw new RangeError(`no member ${userid}`);
  return member;
}
