/**
 * What happened at Atlas past the gateway: one look at each project, once an interval, on one replica.
 *
 * <ol>
 *   <li>An event of Atlas by a person, or by an API key that is not the one that the gateway uses for the project (or
 *       has just used, before a rotation), is a finding at once, in Atlas's own words.
 *   <li>The links and endpoints that Atlas shows are compared with those that it showed last time and those that the
 *       gateway has added since: what appeared or vanished is a finding, unless a write of ours explains it.
 *   <li>An addition of ours explains what appears, and for fifteen minutes that it is not shown yet; a removal explains
 *       what vanishes, whenever Atlas carries it out; a write that is under way, or has an unknown result, explains
 *       both.
 *   <li>What a write under way explains is judged when that is over, so that its outcome decides, whichever replica
 *       recorded it.
 *   <li>An event that names nobody, or our own key, is no finding by itself: if it is the only new one that can have
 *       caused a change, it stands beside that.
 * </ol>
 *
 * <p>Endpoints on no link have neither events nor findings. They are listed at each look, so that what is known of them is
 * as Atlas has it.
 *
 * <p>Events are read again for a while, because Atlas may tell one late, and count once. What the first look at a
 * project finds there is where its comparison begins. An outsider without a name (a service account, or the gateway's
 * own key) is therefore found by the links and endpoints that are otherwise, and not found if all is as before at the
 * next look, or if it only changes settings. A key of ours that was in use only between two looks is not known as ours.
 */
@NullMarked
package dev.linkgate.gateway.feature.drift.reconcile;

import org.jspecify.annotations.NullMarked;
