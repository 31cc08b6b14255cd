import { runTogether } from "./together";

runTogether("hosts");
