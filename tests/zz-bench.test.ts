import { openIntake, CUIHU, LI_MIN } from './helpers/intake.js';
import { takeInEstates, takeInResidents } from '../src/app/take-in-people.js';
import { takeInEvents } from '../src/app/take-in-events.js';
import {it} from "vitest"; it("x", async()=>{ const w = await openIntake();
await takeInEstates(w.ctx,[CUIHU]);
const list = Array.from({length:5000},(_,i)=>({...LI_MIN,id:`r-${i}`,externalUserId:`wm${i}`,household:`3-${i%30}-${i}`}));
for (const _ of [1,2]) { const t=Date.now(); const r=await takeInResidents(w.ctx,list); console.log(r.filter(x=>x.status==='created').length, r.filter(x=>x.status==='unchanged').length, Date.now()-t,'ms'); }
const ev = Array.from({length:1000},(_,i)=>({id:`E${i}`,estate:'cuihu',kind:'repair',household:`3-1-${i}`,resolvedAt:'2026-03-02T16:20:00+08:00'}));
const t=Date.now(); await takeInEvents(w.ctx, ev); console.log('events',Date.now()-t);
await w.close(); },60000);
