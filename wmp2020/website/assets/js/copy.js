export function start () {}
