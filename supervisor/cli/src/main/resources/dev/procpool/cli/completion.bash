# Completes the words of procpool, in bash and in zsh: source <(procpool completion)

if [ -n "${ZSH_VERSION:-}" ]; then
  autoload -U +X compinit && compinit -i
  autoload -U +X bashcompinit && bashcompinit
fi

# The words that may follow: commands, options ('run -'), options with a value ('run ='), values ('run --profile').
# A word with @ names a kind of text.
_procpool_known() {
  case $1 in
    # KNOWN WORDS
  esac
}

# Sets COMPREPLY to what may stand for $2, of the words or the kind $1; bash and zsh have names of files where it is empty.
# What compopt does ends with the completion; zsh has no compopt, and gets a list.
_procpool_complete() {
  local last=${2##*:} IPREFIX= SUFFIX= ISUFFIX= # with PREFIX, zsh's word to be completed
  case $1 in
    @file | @path) # in zsh, what is before the name belongs to the word
      local IFS=$'\n' PREFIX=$last
      if [ -z "$kept" ] && [ "$head$last" != "$2" ]; then
        COMPREPLY=($(compgen -P "${2%"$last"}" -f -- "$last"))
      fi
      ;;
    @directory)
      local IFS=$'\n' PREFIX=$2
      compopt +o default +o bashdefault -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2"))
      ;;
    @program) COMPREPLY=($(compgen -c -- "$2")) ;;
    @text) compopt +o default +o bashdefault 2>/dev/null ;;
    @task*)
      case $2 in *[\'\"\(\>]*) # an expression
        _procpool_complete @text "$2"
        return
        ;;
      esac
      COMPREPLY=($(compgen -W "${1#@task}" -- "$2"))
      local IFS=$'\n'
      COMPREPLY+=($(compgen -f -X '!*.java' -- "$2"))
      [[ $2 != */* ]] || compopt -o filenames -o plusdirs 2>/dev/null
      ;;
    *)
      if [[ $2 != *,* || " $1" == *" $2"* ]]; then
        COMPREPLY=($(compgen -W "$1" -- "$2"))
      else # the last of several values
        COMPREPLY=($(compgen -P "${2%,*}," -W "$1" -- "${2##*,}"))
      fi
      ;;
  esac
}

_procpool() {
  local IFS=$' \t\n' command= task= option= ends= kept= head= word i=1
  COMPREPLY=()
  while ((i <= COMP_CWORD)); do
    word=${COMP_WORDS[i]}
    kept=
    while ((i < COMP_CWORD)); do # bash takes --option=value and a:b for three words, and completes the last of them
      case ${COMP_WORDS[i + 1]} in = | : | ::) ;; *) break ;; esac
      ((++i))
      kept=$word${COMP_WORDS[i]}
      word=$kept
      if ((i < COMP_CWORD)); then
        ((++i))
        word=$word${COMP_WORDS[i]}
      fi
    done
    ((++i <= COMP_CWORD)) || break
    if [ -n "$option" ]; then # this was its value
      option=
      continue
    fi
    case $word in
      :::*) return ;; # items, such as files
      --) ends=1 ;;
      -*)
        case " $(_procpool_known "$command =") " in
          *" $word "*) [ -n "$ends" ] || option=$word ;;
        esac
        ;;
      *)
        if [ -z "$command" ]; then
          command=$word
        else
          task=${task:-$word}
          [ "$command" != exec ] || return # words of another program
        fi
        ;;
    esac
  done

  if [ -z "$option$ends" ] && [[ $word == --*=* ]]; then
    option=${word%%=*}
    head=$option=
    word=${word#*=}
  fi
  if [ -n "$option" ]; then
    _procpool_complete "$(_procpool_known "$command $option")" "$word"
  elif [ -z "$ends" ] && [ "${word:0:1}" = - ]; then
    _procpool_complete "$(_procpool_known "$command -")" "$word"
  elif [ -z "$task" ]; then
    _procpool_complete "$(_procpool_known "$command")" "$word"
  fi
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do
    word=$head${COMPREPLY[i]}
    COMPREPLY[i]=${word#"$kept"}
  done
}

complete -o bashdefault -o default -F _procpool procpool
